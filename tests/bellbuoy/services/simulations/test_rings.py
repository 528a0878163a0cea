"""The rules that a look says would ring are those that ring when the same facts come in."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bellbuoy.services.alerts.acts import acknowledge
from bellbuoy.services.alerts.channels import turn
from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.alerts.posting import FLOOD
from bellbuoy.services.alerts.rules import add, edit
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.what_if import what_if
from core.alerts.types import Rule
from core.desk.types import Selection
from core.simulations.draws import Draws
from core.simulations.parameters import settled
from core.simulations.scenarios import scenario
from core.simulations.types import Preview, WhatIf
from tests.bellbuoy.services.alerts.ringing import DAY, later, settle, silence
from tests.bellbuoy.services.simulations.subjects_of import subject_of
from tests.fixtures.dump import dump
from tests.fixtures.facts import calls, client, incident, logins, store, subscription
from tests.fixtures.stores import NewStore

ALL = Selection(query="")
RULES = (
    Rule("fell", "client", "fell>=5", "high", ("screen",), days=7),
    Rule("fell-a-day", "client", "fell>=5", "high", ("screen",)),
    Rule("lower", "client", "health<70", "critical", was="tier:healthy"),
    Rule("reason", "client", "reason~incident OR trend<-20", "low", ("screen",)),
    Rule("many", "client", "incidents>=3", "high"),
    Rule("busy", "client", "calls>100 seen<1d login<1d", "low"),
    Rule("risky", "client", "risk_score>40", "high"),
    Rule("named", "client", 'name~"Client C-2" owner:ana arr>90000', "low"),
    Rule("grave", "incident", "status:open severity:critical ack:none", "critical"),
    Rule("weak", "incident", "status:open health<70 source:app", "medium"),
    Rule("again", "incident", "repeats>=3 opened<1h worked<1h respond:running", "medium"),
)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Clients in good health, one with an incident, under rules of many kinds that have
    been looked at."""
    ctx: Context = new_store()
    silence(ctx)
    day = ctx.today
    keys = ("C-1", "C-2", "C-3")
    store(ctx, "client", [client(key, day - 300, owner="ana") for key in keys])
    store(ctx, "event", [calls(ctx, f"c{key}", key, day - 2, 4_000) for key in keys])
    store(ctx, "event", [logins(ctx, f"l{key}", key, day - 2, 25) for key in keys])
    began = ctx.present - timedelta(minutes=10)
    store(ctx, "incident", [incident("I-1", "C-2", began, severity="medium")])
    store(ctx, "subscription", [subscription("S-2", "C-2", day - 200, 1_000_000)])
    settle(ctx)
    later(ctx, 8 * DAY)
    interactions.add(ctx, ["C-3"], "how they like it", kind="call")
    for rule in RULES:
        add(ctx, rule)
    settle(ctx)
    return ctx


def standing(ctx: Context) -> Counter[str]:
    with ctx.reader() as reader:
        return Counter(dict(reader.rows("SELECT rule, count(*) FROM alert GROUP BY rule")))


def told(found: Preview) -> Counter[str]:
    return Counter({each.rule: each.alerts for each in found.rings})


def really(ctx: Context, name: str, seed: int) -> None:
    """Let the facts of a scenario come in."""
    what = scenario(name)
    values = settled(what.parameters, {})
    for key in ("C-1", "C-2", "C-3"):
        effect = what.effect(subject_of(ctx, key), Draws(seed, "run-0001", key), values)
        store(ctx, "event", [
            *(calls(ctx, f"s{key}{use.day}", key, use.day, use.calls) for use in effect.use
              if use.calls),
            *(logins(ctx, f"t{key}{use.day}", key, use.day, use.logins) for use in effect.use
              if use.logins),
        ])  # fmt: skip
        store(ctx, "incident", [
            incident(f"{key}-{n}", key, ctx.now, severity=each.severity, title=each.title)
            for n, each in enumerate(effect.opens)
        ])  # fmt: skip
    recompute(ctx)


@pytest.mark.parametrize("name", ["outage", "pulse", "ticket-flood", "login-storm"])
def test_what_is_said_to_ring_rings(ctx: Context, name: str) -> None:
    before = standing(ctx)
    found = preview(ctx, name, ALL, {}, seed=5)
    really(ctx, name, 5)
    evaluate(ctx)
    assert told(found) == standing(ctx) - before
    ringing = {
        "outage": {"fell", "fell-a-day", "lower", "many", "risky", "grave"}, "pulse": {"busy"},
    }  # fmt: skip
    assert ringing.get(name, set()) <= set(told(found))
    assert told(found)["risky"] < 3  # one of them was spoken with
    assert found.rings


def test_it_names_whom_and_what_is_held_back(ctx: Context) -> None:
    rings = {each.rule: each for each in preview(ctx, "outage", ALL, {}).rings}
    grave = rings["grave"]
    assert (grave.alerts, grave.clients, grave.keys) == (3, 3, ("C-1", "C-2", "C-3"))
    assert [(each.channel, each.deliveries) for each in grave.held] == [
        ("screen", 3), ("bell", 3),
    ]  # fmt: skip
    assert (rings["many"].subject, rings["many"].severity) == ("client", "high")


def test_what_rings_already_does_not_ring_again(ctx: Context) -> None:
    really(ctx, "outage", 5)
    evaluate(ctx)
    acknowledge(ctx, "A-1")
    found = told(preview(ctx, "outage", ALL, {}, seed=6))
    assert found["many"] == found["lower"] == found["fell"] == 0
    assert found["grave"] == 3


def test_what_holds_already_is_not_of_the_run(ctx: Context) -> None:
    """The facts are there, and nobody has evaluated them yet."""
    really(ctx, "outage", 5)
    assert told(preview(ctx, "outage", ALL, {}, seed=6)) == Counter(
        grave=3, again=told(preview(ctx, "outage", ALL, {}, seed=6))["again"]
    )


def test_a_rule_that_is_off_and_a_channel_that_is_off_are_left_out(ctx: Context) -> None:
    edit(ctx, "grave", {"active": False})
    rings = {each.rule: each for each in preview(ctx, "outage", ALL, {}).rings}
    assert "grave" not in rings
    assert "many" in rings
    assert "bell" in {each.channel for each in rings["many"].held}
    turn(ctx, "bell", on=False)
    rings = {each.rule: each for each in preview(ctx, "outage", ALL, {}).rings}
    assert "bell" not in {each.channel for each in rings["many"].held}


def test_very_many_are_one_delivery(ctx: Context) -> None:
    """As the outbox has it."""
    names = [f"D-{n}" for n in range(FLOOD + 1)]
    store(ctx, "client", [client(key, ctx.today - 300) for key in names])
    recompute(ctx)
    rings = {each.rule: each for each in preview(ctx, "outage", ALL, {}).rings}
    grave = rings["grave"]
    assert grave.alerts == FLOOD + 4
    assert {each.deliveries for each in grave.held} == {1}
    assert len(grave.keys) == 10


def test_what_if_rings_too_and_nothing_rings_for_nothing(ctx: Context) -> None:
    less = what_if(ctx, ALL, WhatIf(calls=-100, logins=-100))
    assert told(less)["fell"] == 3
    assert preview(ctx, "outage", ALL, {}, seed=5).rings
    assert what_if(ctx, ALL, WhatIf(closed=True)).rings == ()


def test_nothing_is_sent_or_kept_by_looking(ctx: Context) -> None:
    before = dump(ctx.store)
    assert preview(ctx, "outage", ALL, {}).rings
    assert dump(ctx.store) == before

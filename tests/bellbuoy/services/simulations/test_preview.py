"""What a scenario would do: what comes true when the same facts come in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.clients import page
from bellbuoy.services.context import Context
from bellbuoy.services.formula import preview as formula_preview
from bellbuoy.services.formula import read_fields
from bellbuoy.services.health import formula
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations.listing import listed, show
from bellbuoy.services.simulations.preview import bands, preview
from bellbuoy.services.simulations.what_if import what_if
from core.access.types import Viewer
from core.desk.types import Selection
from core.simulations.draws import Draws
from core.simulations.parameters import settled
from core.simulations.scenarios import scenario
from core.simulations.types import Preview, WhatIf
from core.values.errors import BellbuoyError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.simulations.subjects_of import subject_of
from tests.fixtures.dump import dump
from tests.fixtures.facts import calls, client, incident, logins, store, subscription
from tests.fixtures.stores import NewStore

ALL = Selection(query="")
HALVES = {"usage": "50", "engagement": "25", "incidents": "25"}


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Clients of several kinds, scored."""
    ctx = new_store()
    day = ctx.today
    old = ("C-1", "C-2", "C-4", "C-5")
    ends = {"C-5": day - 2}
    store(ctx, "client", [
        *(client(key, day - 300, ended=ends.get(key)) for key in old), client("C-3", day - 3),
    ])  # fmt: skip
    used = [(who, back) for who in ("C-1", "C-2", "C-5") for back in range(2, 20, 2)]
    used += [("C-1", 0), ("C-2", 0), ("C-3", 0)]
    store(ctx, "event", [
        *(calls(ctx, f"c{who}{back}", who, day - back, 130 + back) for who, back in used),
        *(logins(ctx, f"l{who}{back}", who, day - back, 1 + back % 3) for who, back in used),
    ])  # fmt: skip
    store(ctx, "incident", [incident("I-1", "C-2", ctx.now, severity="medium")])
    store(ctx, "subscription", [
        subscription("S-1", "C-1", day - 200, 40_000),
        subscription("S-2", "C-2", day - 200, 9_900),
    ])  # fmt: skip
    recompute(ctx)
    return ctx


def scores(ctx: Context) -> dict[str, int | None]:
    return {row.key: row.score for row in page(ctx, sort="id").rows}


@pytest.mark.parametrize(
    "name", ["pulse", "outage", "ticket-flood", "login-storm", "onboarding"]
)
def test_it_is_what_happens_when_the_facts_come_in(ctx: Context, name: str) -> None:
    """The same facts, taken in like any others, lead to the same scores."""
    found = preview(ctx, name, ALL, {}, seed=5, largest=100)
    before = scores(ctx)
    what = scenario(name)
    values = settled(what.parameters, {})
    for key in [key for key in before if key != "C-5" or name == "outage"]:
        subject = subject_of(ctx, key)
        assert subject.client.start == ctx.today - (3 if key == "C-3" else 300)
        effect = what.effect(subject, Draws(5, "run-0001", key), values)
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
    now = scores(ctx)
    told = {each.key: each.score_after for each in found.largest}
    assert told == {key: score for key, score in now.items() if score != before[key]}
    assert told
    assert found.rescored == len(told)


def test_looking_writes_nothing(ctx: Context) -> None:
    before = dump(ctx.store)
    preview(ctx, "outage", ALL, {})
    bands(ctx, "outage", ALL, {}, range(3))
    what_if(ctx, ALL, WhatIf(lost=True))
    assert dump(ctx.store) == before


def test_a_client_s_part_does_not_depend_on_the_others(ctx: Context) -> None:
    every = preview(ctx, "ticket-flood", ALL, {}, largest=100)
    alone = [
        preview(ctx, "ticket-flood", Selection((key,)), {}, largest=1) for key in scores(ctx)
    ]
    assert sorted(each.key for each in every.largest) == sorted(
        each.key for one in alone for each in one.largest
    )
    assert every.after.points == sum(one.after.points for one in alone)
    assert every.written.incidents == sum(one.written.incidents for one in alone)


def test_a_seed_is_what_the_bands_say_of_it(ctx: Context) -> None:
    found = bands(ctx, "ticket-flood", ALL, {}, range(1, 8))
    for each in found.seeds:
        assert each.after == preview(ctx, "ticket-flood", ALL, {}, seed=each.seed).after
    assert len({each.after.points for each in found.seeds}) > 1
    health = next(band for band in found.bands if band.figure == "health")
    assert health.low <= health.median <= health.high <= (health.before or 0)


def test_other_weights_are_those_of_the_formula_s_preview(ctx: Context) -> None:
    found = what_if(ctx, ALL, WhatIf(), HALVES, largest=100)
    told = formula_preview(ctx, read_fields(HALVES, formula(ctx)), largest=100)
    assert {each.key: each.score_after for each in found.largest} == {
        move.key: move.score_after for move in told.largest
    }
    assert found.largest


def figures(found: Preview) -> dict[str, int]:
    return {money.currency: money.minor for money in found.after.arr}


def test_lost_clients_take_their_revenue_along(ctx: Context) -> None:
    found = what_if(ctx, Selection(("C-1",)), WhatIf(lost=True))
    assert found.before.arr
    assert (figures(found), found.written.repriced) == ({}, 1)
    assert [each.key for each in found.largest] == ["C-1"]


def test_less_use_and_closed_incidents(ctx: Context) -> None:
    less = what_if(ctx, Selection(("C-2",)), WhatIf(calls=-50, logins=-50))
    assert less.after.points < less.before.points
    assert {part.id: part.points for part in less.points.parts}["incidents"] == 0
    closed = what_if(ctx, Selection(("C-2",)), WhatIf(closed=True))
    assert (closed.before.open_incidents, closed.after.open_incidents) == (1, 0)
    assert closed.after.points > closed.before.points


def test_what_cannot_be_asked_is_refused(ctx: Context) -> None:
    with pytest.raises(NotFoundError, match="no scenario"):
        preview(ctx, "flood", ALL, {})
    with pytest.raises(UsageError, match="days takes"):
        preview(ctx, "pulse", ALL, {"days": 99})
    with pytest.raises(NotFoundError, match="C-9"):
        preview(ctx, "pulse", Selection(("C-9",)), {})
    with pytest.raises(UsageError, match="nothing is different"):
        what_if(ctx, ALL, WhatIf())
    with pytest.raises(UsageError, match="-100 %"):
        what_if(ctx, ALL, WhatIf(calls=-101))
    with pytest.raises(UsageError, match="1 to 1,000 seeds"):
        bands(ctx, "pulse", ALL, {}, range(0))
    with pytest.raises(UsageError, match="has happened"):
        preview(ctx.looking_at(ctx.now), "pulse", Selection(("C-1",)), {})
    with pytest.raises(BellbuoyError, match="nothing was written"):
        preview(ctx, "pulse", ALL, {}, cancelled=lambda: True)


def test_too_much_work_is_refused_before_it_begins(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellbuoy.services.simulations.preview.MOST_WORK", 9)
    with pytest.raises(UsageError, match="10 clients to score over all seeds"):
        bands(ctx, "pulse", ALL, {}, range(2))


def test_who_may_not_look_is_denied(ctx: Context) -> None:
    auditor = replace(ctx, viewer=Viewer("zoe", "auditor"))
    for ask in (
        lambda: listed(auditor),
        lambda: show(auditor, "pulse"),
        lambda: preview(auditor, "pulse", ALL, {}),
        lambda: bands(auditor, "pulse", ALL, {}, range(1)),
        lambda: what_if(auditor, ALL, WhatIf(lost=True)),
    ):
        with pytest.raises(DeniedError, match="simulation:read"):
            ask()

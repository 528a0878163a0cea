"""While a simulation is in force, alerts leave its clients and incidents alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.alerts import channels
from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.evaluate import Evaluated, evaluate
from bellbuoy.services.alerts.rules import add
from bellbuoy.services.alerts.sending import Means
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations.ledger import in_force
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.alerts.types import Channel, Rule
from core.desk.types import Selection
from storage.alerts.marks import EVERYBODY, MANY, mark_due, taken
from storage.desk.clients import numbers_of
from tests.bellbuoy.services.alerts.receiver import receiver
from tests.bellbuoy.services.alerts.ringing import (
    DAY,
    alerts,
    keep,
    later,
    outbox,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.facts import calls, incident, store
from tests.fixtures.stores import NOW, NewStore

NOTHING = Evaluated()
TABLES = ("alert", "alert_delivery", "alert_due")


def reach(ctx: Context, *keys: str, scenario: str = "pulse") -> list[int]:
    """Let a run be in force at these clients; their numbers."""
    public = clients_by_name(ctx, keys)
    run(ctx, scenario, Selection(tuple(public)), {})
    with ctx.reader() as reader:
        return sorted(numbers_of(reader, public).values())


def clients_by_name(ctx: Context, keys: Sequence[str]) -> list[str]:
    names = [f"Client {key}" for key in keys]
    with ctx.reader() as reader:
        found = dict(reader.rows("SELECT name, key FROM client"))
    return [found[name] for name in names]


def leave(ctx: Context) -> None:
    """Take all runs back."""
    undo(ctx, [each.number for each in in_force(ctx)])


def kept(ctx: Context) -> dict[str, list[tuple[Any, ...]]]:
    """All that there is of alerts, but for when rules were looked at."""
    with ctx.reader() as reader:
        return {table: reader.rows(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES}


def resolve(ctx: Context, who: str) -> None:
    opened = NOW - timedelta(hours=1)
    mended = incident(f"i-{who}", who, opened, severity="critical", resolved=ctx.present)
    store(ctx, "incident", [mended])


def begins(ctx: Context) -> None:
    trouble(ctx, "k1")
    recompute(ctx)


def ends(ctx: Context) -> None:
    resolve(ctx, "k2")
    recompute(ctx)


def passes(ctx: Context) -> None:
    later(ctx, 2 * DAY)
    recompute(ctx)


@pytest.mark.parametrize("subject", ["client", "incident"])
@pytest.mark.parametrize(
    ("what", "wanted"), [(begins, (1, 0, 0)), (ends, (0, 0, 1)), (passes, (0, 1, 0))]
)
def test_nothing_begins_ends_or_rings_again(
    new_store: NewStore,
    subject: str,
    what: Callable[[Context], None],
    wanted: tuple[int, int, int],
) -> None:
    """k2 has an alert that would end or ring again, k1 none that would begin; what was
    held comes about when nobody is simulated any more."""
    ctx = quiet_store(new_store)
    condition = "incidents>=1" if subject == "client" else "status:open"
    keep(ctx, condition, subject=subject, again=3_600)
    trouble(ctx, "k2")
    assert settle(ctx).opened == 1
    before, sent = alerts(ctx), outbox(ctx)
    reach(ctx, "k1", "k2")
    what(ctx)
    told = evaluate(ctx)
    assert (told.changed, told.posted) == (0, 0)
    assert (alerts(ctx), outbox(ctx)) == (before, sent)
    leave(ctx)
    told = settle(ctx)
    assert (told.opened, told.again, told.closed) == wanted


def test_others_ring_as_always(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    reach(ctx, "k1")
    trouble(ctx, "k1")
    trouble(ctx, "k3")
    assert settle(ctx).opened == 1
    with ctx.reader() as reader:
        assert reader.rows("SELECT name FROM alert") == [("Client k3",)]


def test_an_incident_of_a_run_is_nobody_s(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "status:open", subject="incident")
    settle(ctx)
    reach(ctx, "k1", scenario="outage")
    with ctx.reader() as reader:
        assert reader.value("SELECT count(*) FROM incident WHERE id < 0 AND status = 'open'")
    assert settle(ctx) == NOTHING


RULES = (
    Rule("health-lost", "client", "health<90", "high", ("hook",), again=3_600),
    Rule("tier-lost", "client", "tier!=healthy", "high", ("hook",), was="tier:healthy"),
    Rule("open", "incident", "status:open", "high", ("hook",), again=3_600),
    Rule("sla", "incident", "respond:breached OR resolve:breached", "high", ("hook",)),
)


def test_a_run_that_breaks_every_rule_sends_nothing_and_leaves_nothing(
    new_store: NewStore, tmp_path: Path
) -> None:
    """Not one request, however long it stands; taken back, the tables of alerts are those
    of a store that never saw it."""
    ctx = quiet_store(new_store)
    means = Means(
        Allowed((), (), ("127.0.0.1",), tmp_path / "alerts.toml"), 2.0, env={"KEY": "secret"}
    )
    with receiver() as hook:
        channels.add(ctx, Channel("hook", "webhook", (hook.url,), "KEY"))
        for rule in RULES:
            add(ctx, rule)
        settle(ctx)
        before = kept(ctx)
        reach(ctx, "k1", "k2", "k3", scenario="outage")
        with ctx.reader() as reader:
            assert reader.value("SELECT max(score) FROM client") < 90
        for hours in (0, 2, 12):
            later(ctx, timedelta(hours=hours))
            assert settle(ctx).changed == 0
            deliver(ctx, means=means)
        leave(ctx)
        assert settle(ctx).changed == 0
        deliver(ctx, means=means)
        assert hook.got == []
    assert kept(ctx) == before


def test_an_incident_that_hurts_a_simulated_client_waits(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "status:open", subject="incident")
    trouble(ctx, "k1")
    (second,) = reach(ctx, "k2")
    with ctx.store.unit() as unit:
        number = unit.value("SELECT id FROM incident")
        unit.run(
            "INSERT INTO incident_client (incident_id, client_id, key, known_us, who)"
            " VALUES (?, ?, 'linked', 0, 'ana')",
            (number, second),
        )
    assert evaluate(ctx).opened == 0
    leave(ctx)
    assert evaluate(ctx).opened == 1


def test_marks_stay_and_one_for_all_makes_some(new_store: NewStore) -> None:
    """However the base is asked without them, whoever is held is looked at in the end."""
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    settle(ctx)
    held = reach(ctx, "k1", "k2")
    with ctx.store.unit() as unit:
        mark_due(unit, held[:1])
        assert taken(unit) == []
        mark_due(unit, range(1_000, 1_000 + MANY))
        mark_due(unit, [5_000])
    evaluate(ctx)
    leave(ctx)
    with ctx.reader() as reader:
        assert [client for client, _ in taken(reader)] == held
        assert EVERYBODY not in held
    assert evaluate(ctx).changed == 0
    with ctx.reader() as reader:
        assert taken(reader) == []


def test_a_new_day_is_asked_of_them_afterwards(new_store: NewStore) -> None:
    """What only time brings about comes when they are as they are."""
    ctx = quiet_store(new_store, "silent-client")
    settle(ctx)
    reach(ctx, "k1")
    later(ctx, 20 * DAY)
    assert settle(ctx).opened == 2
    leave(ctx)
    assert evaluate(ctx).opened == 1


def test_use_that_a_run_made_is_no_news(new_store: NewStore) -> None:
    """`data_age` counts from the newest day with real use."""
    ctx = quiet_store(new_store, "stale-data")
    later(ctx, 4 * DAY)
    assert settle(ctx).opened == 1
    reach(ctx, "k1")
    with ctx.reader() as reader:
        assert reader.value("SELECT max(day) FROM usage_day") == ctx.today
    assert settle(ctx).closed == 0
    store(ctx, "event", [calls(ctx, "now", "k1", ctx.today, 1)])
    assert settle(ctx).closed == 1


def test_what_comes_in_meanwhile_is_told_afterwards(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = quiet_store(new_store)
    means = Means(
        Allowed((), (), ("127.0.0.1",), tmp_path / "alerts.toml"), 2.0, env={"KEY": "secret"}
    )
    with receiver() as hook:
        channels.add(ctx, Channel("hook", "webhook", (hook.url,), "KEY"))
        rest: dict[str, Any] = {"channels": ("hook",)}
        keep(ctx, "incidents>=1", **rest)
        reach(ctx, "k1", "k2", "k3")
        for who in ("k1", "k2", "k3"):
            trouble(ctx, who)
        settle(ctx)
        deliver(ctx, means=means)
        assert (hook.got, outbox(ctx)) == ([], [])
        leave(ctx)
        evaluate(ctx)
        deliver(ctx, means=means)
        assert len(hook.got) == 3

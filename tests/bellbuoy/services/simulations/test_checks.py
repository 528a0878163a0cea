"""What proves a store, and what takes old rows away, reckons with runs in force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services import retention
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from bellbuoy.services.store import check
from core.desk.types import Selection
from core.values.instants import day_text
from storage.retention.reads import newest_day
from storage.simulations.used import first_simulated_day
from tests.bellbuoy.services.alerts.ringing import later
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import DEMO_NOW, NewStore

ALL = Selection(query="")
SCENARIOS = (
    "outage", "reset", "decline", "renewal-lost", "price-rise", "champion-leaves", "pulse",
)  # fmt: skip


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx: Context = new_demo(DEMO_NOW)
    return ctx


def faults(ctx: Context) -> list[str]:
    """What is wrong once nobody waits for a score."""
    recompute(ctx)
    return [f"{each.name}: {each.text}" for each in check(ctx, full=True) if each.state != "ok"]


def test_a_store_with_runs_in_force_is_sound(ctx: Context) -> None:
    """Rollups are facts and what runs add, counters and scores follow; also half-way
    through taking them back, and afterwards."""
    assert faults(ctx) == []
    for number, name in enumerate(SCENARIOS, 1):
        run(ctx, name, ALL, {}, seed=number)
    assert faults(ctx) == []
    for number in range(len(SCENARIOS), 0, -1):
        undo(ctx, [number])
        if number == 4:
            assert faults(ctx) == []
    assert faults(ctx) == []


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("UPDATE simulation_use SET calls = calls + 1", "rollups"),
        ("DELETE FROM simulated_client", "simulations"),
        ("DELETE FROM simulation_row WHERE table_name = 'incident'", "simulations"),
        ("UPDATE simulation_client SET state = 'back'", "simulations"),
    ],
)
def test_what_does_not_fit_its_run_is_found(ctx: Context, wrong: str, what: str) -> None:
    run(ctx, "login-storm", Selection(("C-0007",)), {})
    recompute(ctx)
    with ctx.store.unit() as unit:
        assert unit.run(wrong) == 1
    assert [each.split(":")[0] for each in faults(ctx)] == [what]


@pytest.mark.parametrize(("name", "days"), [("telemetry", 31), ("usage-day", 150)])
def test_rows_that_a_run_needs_stay(new_store: NewStore, name: str, days: int) -> None:
    """A run that stands for so long that its days would go; its policy says so."""
    ctx: Context = new_store()
    today = ctx.today
    store(ctx, "client", [client("k1", today - 90)])
    used = range(today - 60, today + 1)
    store(ctx, "event", [calls(ctx, f"c{day}", "k1", day, 100) for day in used])
    recompute(ctx)
    before = _days(ctx, today - 19, today)
    decline = run(ctx, "decline", ALL, {"days": 20})
    assert _days(ctx, today - 19, today) != before
    with ctx.reader() as reader:
        first = first_simulated_day(reader)
    assert first == today - 19
    later(ctx, timedelta(days=days + 70))
    store(ctx, "event", [calls(ctx, "new", "k1", ctx.today, 5)])
    recompute(ctx)
    retention.put(ctx, name, days, None, new=True)
    told = retention.show(ctx, name)
    assert (told.held_from, (told.cut or 0) < first) == (day_text(first), True)
    assert retention.run(ctx, name)[0].due > 0
    assert faults(ctx) == []
    undo(ctx, [decline.number])
    assert _days(ctx, first, today) == before
    told = retention.show(ctx, name)
    assert (told.held_from, (told.cut or 0) >= first) == (None, True)
    assert told.due > 0


def _days(ctx: Context, first: int, last: int) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT day, calls, logins FROM usage_day WHERE day BETWEEN ? AND ? ORDER BY day",
            (first, last),
        )


def test_what_a_run_adds_is_no_newest_fact(new_demo: NewStore) -> None:
    """Policies count from facts: a pulse after a year ages none of them."""
    ctx = new_demo(DEMO_NOW)
    with ctx.reader() as reader:
        before = newest_day(reader, ctx.today + 400)
    with ctx.store.unit() as unit:
        number = unit.value("SELECT min(client_id) FROM usage_day")
        day = ctx.today + 300
        unit.run(
            "INSERT INTO usage_day (day, client_id, calls, logins) VALUES (?, ?, 9, 1)",
            (day, number),
        )
        assert newest_day(unit, ctx.today + 400) == day
        unit.run(
            "INSERT INTO simulation_use (run_id, client_id, day, calls, logins, made)"
            " VALUES (1, ?, ?, 9, 1, 1)", (number, day),
        )  # fmt: skip
        assert newest_day(unit, ctx.today + 400) == before

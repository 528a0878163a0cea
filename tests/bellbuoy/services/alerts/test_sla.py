"""The resolve clock leaves out the time in pending, and in resolved (DEFINITIONS 4.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from core.values.instants import to_micros
from storage.incidents.still import WORKED
from tests.bellbuoy.services.alerts.ringing import alerts, later, quiet_store, settle
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore, move

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def turn(ctx: Context, opened: datetime, status: str, **rest: object) -> None:
    """An import that says how the incident stands."""
    store(ctx, "incident", [incident("i", "k1", opened, status=status, **rest)])


def worked(ctx: Context) -> int | None:
    with ctx.store.reader() as reader:
        found: int | None = reader.value(f"SELECT {WORKED} FROM incident i")
    return found


def rung(ctx: Context) -> list[tuple[str, str]]:
    settle(ctx)
    return [(row[1], row[2]) for row in alerts(ctx)]


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return quiet_store(new_store, "sla-resolve", clients=1)


def test_the_example_of_the_definition(ctx: Context) -> None:
    """High: opened 10:00, pending 12:00 to 14:30: its 8 hours are over at 20:30."""
    opened = ctx.present
    turn(ctx, opened, "open")
    later(ctx, 2 * HOUR)
    turn(ctx, opened, "pending")
    later(ctx, 2.5 * HOUR)
    turn(ctx, opened, "acknowledged", acknowledged=opened + 40 * MINUTE)
    assert worked(ctx) == to_micros(opened + 2.5 * HOUR)
    later(ctx, 6 * HOUR - MINUTE)
    assert rung(ctx) == []
    later(ctx, 2 * MINUTE)
    assert rung(ctx) == [("i", "new")]


def test_while_it_is_pending_the_clock_stands_still(ctx: Context) -> None:
    opened = ctx.present
    turn(ctx, opened, "open")
    later(ctx, 9 * HOUR)
    assert rung(ctx) == [("i", "new")]
    turn(ctx, opened, "pending")
    assert worked(ctx) is None
    assert rung(ctx) == [("i", "resolved")]


def test_one_that_comes_in_pending_has_been_so_since_it_is_known(ctx: Context) -> None:
    opened = ctx.present - 6 * HOUR
    turn(ctx, opened, "pending")
    later(ctx, 3 * HOUR)
    turn(ctx, opened, "open")
    assert worked(ctx) == to_micros(opened + 3 * HOUR)


def test_time_in_resolved_is_left_out_when_it_is_opened_again(ctx: Context) -> None:
    opened = ctx.present
    turn(ctx, opened, "open")
    later(ctx, 5 * HOUR)
    turn(ctx, opened, "resolved", resolved=opened + 4 * HOUR)
    later(ctx, 20 * HOUR)
    turn(ctx, opened, "open")
    assert worked(ctx) == to_micros(opened + 21 * HOUR)
    later(ctx, 4 * HOUR - MINUTE)
    assert rung(ctx) == []
    later(ctx, 2 * MINUTE)
    assert rung(ctx) == [("i", "new")]


def test_it_ends_when_it_was_resolved_and_the_same_again_changes_nothing(
    ctx: Context,
) -> None:
    opened = ctx.present
    turn(ctx, opened, "pending")
    for _ in range(2):
        later(ctx, 4 * HOUR)
        turn(ctx, opened, "resolved", resolved=opened + HOUR)
    with ctx.store.reader() as reader:
        spans = reader.rows("SELECT from_us, until_us FROM incident_still")
    assert spans == [(to_micros(opened), to_micros(opened + HOUR))]


@settings(max_examples=40, deadline=None)
@given(
    turns=st.lists(
        st.tuples(st.sampled_from(["open", "pending", "resolved"]), st.integers(0, 5)),
        max_size=8,
    )
)
def test_what_is_left_out_is_the_time_that_it_was_seen_still(
    new_sqlite: NewStore, turns: list[tuple[str, int]]
) -> None:
    ctx = new_sqlite()
    move(ctx, NOW)
    store(ctx, "client", [client("k1")])
    opened, now, before, still = ctx.present, ctx.present, "open", timedelta()
    turn(ctx, opened, "open")
    for status, hours in turns:
        now += hours * HOUR
        still += hours * HOUR if before != "open" else timedelta()
        move(ctx, now)
        rest = {"resolved": now} if status == "resolved" and before != "resolved" else {}
        if status == before == "resolved":
            continue
        turn(ctx, opened, status, **rest)
        before = status
    if before == "open":
        assert worked(ctx) == to_micros(opened + still)
    elif before == "pending":
        assert worked(ctx) is None

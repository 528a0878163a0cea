"""Windows turn to any day, and carry the week with them."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from core.health.week import ASK, week_of
from storage.engine.unit import bulk_insert
from storage.events.tables import UsageDay
from storage.health.windows import turn_windows, windows_behind
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore

DAY = 1000
WEEK = week_of([70, 60, None, 50, 50, 50, 40, 30])


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Three clients with calls of 1 on day 1, of 2 on day 2 …; logins the half."""
    ctx = new_store()
    store(ctx, "client", [client(name) for name in "abc"])
    days = range(DAY - 70, DAY + 71)
    with ctx.store.unit() as unit:
        columns = ("day", "client_id", "calls", "logins")
        rows = [(day, who, day, day // 2) for day in days for who in (1, 2)]
        unit.bulk(bulk_insert(UsageDay, columns), rows)
        unit.run("UPDATE score SET week = ?", (WEEK,))
        unit.run("UPDATE score SET window_day = ?", (DAY,))
        unit.run("UPDATE score SET calls_30 = ?, logins_30 = ? WHERE client_id < 3", sums(DAY))
    return ctx


def sums(day: int) -> tuple[int, int]:
    window = range(day - 29, day + 1)
    return sum(window), sum(each // 2 for each in window)


def kept(ctx: Context) -> list[tuple[int, ...]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT window_day, calls_30, logins_30, week FROM score ORDER BY client_id"
        )


@pytest.mark.parametrize("by", [1, 2, 29, 30, 40, -1, -29, -40])
@pytest.mark.parametrize("ids", [[1, 2, 3], [1, 3]])
def test_a_window_turns_to_any_day(ctx: Context, by: int, ids: list[int]) -> None:
    with ctx.reader() as reader:
        assert windows_behind(reader, ids, DAY + by)
        assert not windows_behind(reader, ids, DAY)
    with ctx.store.unit() as unit:
        turn_windows(unit, ids, DAY + by)
    week = week_of([70, 70, 60, None, 50, 50, 50, 40]) if by == 1 else ASK
    for number, found in enumerate(kept(ctx), 1):
        day, told = (DAY + by, week) if number in ids else (DAY, WEEK)
        assert found == (day, *(sums(day) if number < 3 else (0, 0)), told)


def test_clients_behind_by_different_spans_turn_together(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        turn_windows(unit, [2], DAY + 5)
        turn_windows(unit, [1, 2, 3], DAY + 6)
    assert [row[:3] for row in kept(ctx)] == [
        (DAY + 6, *sums(DAY + 6)),
        (DAY + 6, *sums(DAY + 6)),
        (DAY + 6, 0, 0),
    ]
    with ctx.reader() as reader:
        assert not windows_behind(reader, [1, 2, 3], DAY + 6)


def test_a_week_that_has_to_be_asked_stays_so(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        unit.run("UPDATE score SET week = ? WHERE client_id = 2", (ASK,))
        turn_windows(unit, [1, 2, 3], DAY + 1)
    assert [row[3] == ASK for row in kept(ctx)] == [False, True, False]

"""The record of incidents out of a store, on each engine, against the facts themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.moves import assign
from bellbuoy.services.incidents.statistics import MOST_DAYS, movement, record
from core.events.types import IncidentFact
from core.incidents.types import IncidentSelection
from core.values.errors import DeniedError, UsageError
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore, context

NOW = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def incident(key: str, opened: datetime, took: float | None, **more: Any) -> IncidentFact:
    fields: dict[str, Any] = {"client": "A", "severity": "high", **more}
    resolved = None if took is None else opened + took * HOUR
    return IncidentFact(
        key,
        title=f"fault {key}",
        status="open" if resolved is None else "resolved",
        opened=opened,
        acknowledged=resolved,
        resolved=resolved,
        **fields,
    )


def day(number: int, hour: int = 9) -> datetime:
    """Some day of March; below 1 of February."""
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=number - 1)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store(at=NOW)
    store(ctx, "client", [client("A", owner="ana"), client("B", owner="ben"), client("C")])
    store(
        ctx,
        "incident",
        [
            incident("old", day(-60), 5),
            incident("long", day(-40), 24 * 45, components=("api",)),
            incident("one", day(2), 1, components=("api",), impact="outage"),
            incident("two", day(3), 4, components=("api", "web"), client="B"),
            incident("three", day(10), 10, components=("web",), client="B", severity=None),
            incident("open", day(14), None, severity="critical"),
            incident("twice", day(12), 2, resolution="duplicate"),
            incident("never", day(12), 2, resolution="cancelled"),
            incident("works", day(5), 48, planned=True, impact="maintenance"),
        ],
    )
    return ctx


def test_the_whole_record(ctx: Context) -> None:
    found = record(ctx, days=15)
    totals = found.totals
    assert (totals.opened, totals.resolved, totals.backlog) == (4, 4, 1)
    assert (totals.duplicates, totals.cancelled) == (1, 1)
    assert totals.to_resolve.median == (10 + 4) * 3600 // 2
    assert totals.to_resolve.p90 == 24 * 45 * 3600
    assert totals.to_acknowledge.n == 4
    assert totals.down_s == 3600
    period = (NOW - day(1, 0)).total_seconds()
    assert totals.available == pytest.approx(1 - 3600 / period)
    assert (found.planned.opened, found.planned.to_resolve.mean) == (1, 48 * 3600)
    assert record(ctx, days=15, planned=True).totals.opened == 5


def test_clocks_that_were_settled(ctx: Context) -> None:
    """High is answered within an hour and resolved within eight; a critical one that is
    open for a day has run over both. Medium has 4 and 24 hours."""
    totals = record(ctx, days=15).totals
    met = {"one": 2, "two": 1, "three": 1}
    assert (totals.met, totals.breached) == (sum(met.values()), 10 - sum(met.values()))
    assert totals.attainment == 0.4


def test_what_comes_again_within_thirty_days(ctx: Context) -> None:
    """`three` follows `two` in client and component; `one` follows `long` of 19 January
    too late. A window that begins between them, and a query that has only one of them,
    see the same."""
    found = record(ctx, days=15)
    assert (found.totals.again, found.totals.recurrence) == (1, 0.25)
    assert record(ctx, days=7).totals.again == 1
    assert record(ctx, "severity:medium,none", days=7).totals.again == 1


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("client", {"A": 2, "B": 2}),
        ("owner", {"mei": 1, None: 3}),
        ("component", {"api": 2, "web": 2, None: 1}),
        ("severity", {"critical": 1, "high": 2, "medium": 1}),
        ("month", {"2026-03": 4}),
    ],
)
def test_groups(ctx: Context, by: Any, expected: dict[str | None, int]) -> None:
    assign(ctx, IncidentSelection(("two",)), "mei")
    found = record(ctx, by=by, days=15)
    assert {group.key: group.figures.opened for group in found.groups} == expected
    for group in found.groups if by != "month" else ():
        assert record(ctx, group.query, days=15).totals == group.figures


def test_months_are_judged_by_their_own_days(ctx: Context) -> None:
    groups = {g.key: g.figures for g in record(ctx, by="month", days=90).groups}
    assert list(groups) == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert [f.opened for f in groups.values()] == [1, 1, 0, 4]
    assert [f.available == 1 for f in groups.values()] == [True, True, True, False]


def test_a_query_narrows_and_lists_what_is_behind_a_group(ctx: Context) -> None:
    found = record(ctx, "client:B", "severity", days=15)
    assert found.totals.opened == 2
    assert {g.key: g.query for g in found.groups} == {
        "high": "severity:high", "medium": "severity:medium,none",
    }  # fmt: skip
    for group in found.groups:
        assert record(ctx, f"client:B {group.query}", days=15).totals == group.figures


def test_a_look_back_knows_nothing_of_what_came_later(ctx: Context) -> None:
    then = record(ctx.looking_at(day(10, 12)), days=10).totals
    assert (then.opened, then.resolved, then.backlog) == (3, 3, 1)
    assert then.to_resolve.mean == (1 + 4 + 24 * 45) * 3600 // 3


def test_the_days_against_those_before_add_up(ctx: Context) -> None:
    found = movement(ctx, days=7)
    assert (found.now.resolved, found.before.resolved) == (1, 3)
    means = (found.now.to_resolve.mean, found.before.to_resolve.mean)
    assert found.why.total == (means[0] or 0) - (means[1] or 0)
    assert found.now == record(ctx, days=7).totals
    assert movement(ctx, "client:C").why.total is None


def test_what_cannot_be_asked_is_refused(ctx: Context) -> None:
    for days in (0, MOST_DAYS + 1):
        with pytest.raises(UsageError, match="days cannot be shown"):
            record(ctx, days=days)
    with pytest.raises(UsageError, match="of its own"):
        record(ctx, "by:client")
    with pytest.raises(UsageError, match="no record by"):
        record(ctx, by="moon")  # type: ignore[arg-type]
    nobody = context(ctx.store, NOW, role="auditor")
    for read in (record, movement):
        with pytest.raises(DeniedError):
            read(nobody)

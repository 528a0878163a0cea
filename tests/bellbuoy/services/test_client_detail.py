"""One client, whole: the parts agree with the row, now and at any past moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bellbuoy.services import client_detail, clients
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.health.types import WINDOW
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_of, day_text
from core.values.money import Money
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, link, logins, store, subscription
from tests.fixtures.stores import DEMO_NOW, NOW, NewStore

MOMENTS = (None, DEMO_NOW - timedelta(hours=5), DEMO_NOW - timedelta(days=9, hours=2))


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


@pytest.mark.parametrize("moment", MOMENTS, ids=["now", "this morning", "nine days ago"])
def test_the_parts_of_a_client_agree_with_its_row(
    demo: Context, moment: datetime | None
) -> None:
    ctx = demo.looking_at(moment)
    for row in clients.page(ctx).rows:
        found = client_detail.show(ctx, row.key, weeks=6)
        assert found.row == row
        assert sum(found.points) == (row.score or 0)
        assert row.score is None or sum(found.weights) == 100
        for measure, total in (("calls", row.calls_30), ("logins", row.logins_30)):
            days = [getattr(day, measure) for day in found.usage]
            assert total == (None if total is None else sum(d or 0 for d in days))
        assert len(found.usage) == WINDOW
        assert found.usage[-1].day == ctx.today
        assert sum(i.opened <= ctx.now and not i.resolved for i in found.incidents) == (
            row.open_incidents
        )
        assert (found.arr or (None,))[0] == row.arr


@pytest.mark.parametrize("moment", MOMENTS, ids=["now", "this morning", "nine days ago"])
def test_the_heatmap_holds_the_logins_of_its_days(
    demo: Context, moment: datetime | None
) -> None:
    ctx = demo.looking_at(moment)
    for key in ("C-0001", "C-0005", "C-0006"):
        squares = [
            day for week in client_detail.heatmap(ctx, key, weeks=5).weeks for day in week
        ]
        assert len(squares) == 35
        report = client_detail.usage(ctx, key, days=60)
        logins = {day.day: day.logins for day in report.days}
        for square in squares:
            expected = logins.get(square.day) if square.day <= ctx.today else None
            assert square.logins == expected, day_text(square.day)
        assert squares[-1].day >= ctx.today > squares[-8].day


def test_a_report_of_use_adds_up(demo: Context) -> None:
    report = client_detail.usage(demo, "C-0002", days=30)
    [row] = [row for row in clients.page(demo).rows if row.key == "C-0002"]
    assert (report.calls, report.logins) == (row.calls_30, row.logins_30)
    assert (report.first_day, report.last_day) == (demo.today - 29, demo.today)
    assert [day.day for day in report.days] == list(range(demo.today - 29, demo.today + 1))
    silent = client_detail.usage(demo, "C-0006")
    assert (silent.calls, silent.logins) == (None, None)


def test_days_before_the_start_are_blank(demo: Context) -> None:
    new = client_detail.usage(demo, "C-0005", days=90)
    started = day_of(date(2026, 11, 7))
    assert {day.calls for day in new.days if day.day < started} == {None}
    assert all(day.calls is not None for day in new.days if day.day >= started)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store("America/New_York")
    fact = replace(
        client("a", TODAY - 60, ended=None, plan="pro", timezone="Asia/Tokyo"),
        baseline_calls=700, extra=(("seats", "4"), ("region", "north")),
    )  # fmt: skip
    store(ctx, "client", [fact])
    link(ctx, "crm", ["a"])
    store(ctx, "event", [calls(ctx, "1", "a", TODAY - 1, 100, hours=2),
                         calls(ctx, "2", "a", TODAY - 1, 11, hours=20),
                         logins(ctx, "3", "a", TODAY - 1, 5, hours=20)])  # fmt: skip
    paid = [
        subscription("s1", "a", TODAY - 9, 100, "USD"),
        subscription("s2", "a", TODAY - 9, 200, "EUR"),
        subscription("s3", "a", TODAY - 9, 9, status="paused"),
    ]
    store(ctx, "subscription", paid)
    store(ctx, "incident", [incident("i", "a", NOW - timedelta(days=2), severity=None)])
    return ctx


def test_what_only_the_detail_shows(ctx: Context) -> None:
    found = client_detail.show(ctx, "a")
    assert found.identities == (("app", "a"), ("crm", "a"))
    assert found.extra == (("seats", "4"), ("region", "north"))
    assert (found.timezone, found.ended) == ("Asia/Tokyo", None)
    assert (found.baseline.calls, found.baseline.logins) == (700, 30)
    assert found.baseline_from == "client"
    assert found.scored_at is None
    assert found.subscriptions == 2
    assert [i.key for i in found.incidents] == ["i"]


def test_money_comes_a_currency_each(ctx: Context) -> None:
    recompute(ctx)
    found = client_detail.show(ctx, "a")
    assert found.arr == (Money(2400, "EUR"), Money(1200, "USD"))
    assert found.row.arr == Money(1200, "USD")
    assert found.scored_at == NOW


def test_use_within_a_day_is_what_had_come_by_then(ctx: Context) -> None:
    """At ten in the evening two hours' and twenty hours' use had come, at noon one."""
    midnight = datetime.fromisoformat("2026-03-14T00:00:00-04:00")
    for hours, expected in ((1, (None, None)), (12, (100, None)), (22, (111, 5))):
        past = ctx.looking_at(midnight + timedelta(hours=hours))
        found = client_detail.show(past, "a")
        day = found.usage[-1]
        assert (day.calls, day.logins) == expected
        assert (found.row.calls_30, found.row.logins_30) == expected
        assert client_detail.usage(past, "a").calls == expected[0]
        assert found.last_login == (TODAY - 1 if expected[1] else None)


def test_a_day_before_the_client_is_not_found(ctx: Context) -> None:
    past = ctx.looking_at(NOW - timedelta(days=61))
    with pytest.raises(NotFoundError, match="no client yet on that day"):
        client_detail.show(past, "a")
    with pytest.raises(NotFoundError):
        client_detail.show(ctx, "b")


@pytest.mark.parametrize("days", [0, -1, 3661])
def test_a_span_has_bounds(ctx: Context, days: int) -> None:
    with pytest.raises(UsageError, match="--days takes 1 to"):
        client_detail.usage(ctx, "a", days=days)
    with pytest.raises(UsageError, match="--days takes 1 to"):
        client_detail.show(ctx, "a", days=days)


@pytest.mark.parametrize("weeks", [0, 521])
def test_weeks_have_bounds(ctx: Context, weeks: int) -> None:
    with pytest.raises(UsageError, match="--weeks takes 1 to"):
        client_detail.heatmap(ctx, "a", weeks=weeks)
    assert len(client_detail.heatmap(ctx, "a", weeks=520).weeks) == 520
    assert len(client_detail.usage(ctx, "a", days=3660).days) == 3660


def test_as_known_shows_what_had_been_told(ctx: Context) -> None:
    """All of it was told today: at noon of yesterday nobody knew a thing."""
    past = replace(ctx.looking_at(NOW - timedelta(hours=20)), as_known=True)
    found = client_detail.show(past, "a")
    assert (found.row.calls_30, found.incidents) == (None, ())
    assert {day.calls for day in found.usage} == {None}

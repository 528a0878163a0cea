"""Every number opens into parts that add up to it, and the rows behind are there."""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta

import pytest

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.figures import (
    BASE_MEASURES,
    CLIENT_MEASURES,
    base_figure,
    client_figure,
)
from bellbuoy.services.overview import overview
from core.values.contribution import Explanation
from core.values.errors import NotFoundError, UsageError
from tests.fixtures.facts import client, store, subscription
from tests.fixtures.stores import DEMO_NOW, NewStore

MOMENTS = (None, DEMO_NOW - timedelta(days=12, hours=3))


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def totals(found: tuple[Explanation, ...]) -> dict[str, int | None]:
    for each in found:
        assert each.total is None or each.total == sum(part.points for part in each.parts)
    return {each.unit: each.total for each in found}


@pytest.mark.parametrize("moment", MOMENTS, ids=["now", "back"])
def test_the_counters_are_what_they_are_explained_as(
    demo: Context, moment: datetime | None
) -> None:
    ctx = demo.looking_at(moment)
    shown = overview(ctx)
    found = {measure: totals(base_figure(ctx, measure)) for measure in BASE_MEASURES}
    assert shown.average is not None
    assert shown.average_delta7 is not None
    assert found["clients"] == {"clients": shown.clients}
    assert found["health"] == {"tenths": round(shown.average * 10)}
    assert found["trend"] == {"tenths": round(shown.average_delta7 * 10)}
    assert found["arr"] == {f"minor {m.currency}": m.minor for m in shown.arr}
    assert found["at_risk"] == {f"minor {m.currency}": m.minor for m in shown.at_risk_arr}
    assert found["incidents"] == {"incidents": shown.open_incidents}


@pytest.mark.parametrize("measure", ["clients", "health", "trend", "incidents"])
def test_the_command_of_a_part_lists_the_rows_behind_it(demo: Context, measure: str) -> None:
    [found] = base_figure(demo, measure)
    for part in found.parts:
        noun, verb, query = shlex.split(part.command)
        assert verb == "list"
        page = (clients if noun == "client" else incidents).page(demo, query, limit=500)
        assert len(page.rows) == part.rows, part.command


@pytest.mark.parametrize("measure", CLIENT_MEASURES)
def test_the_numbers_of_a_row_are_what_they_are_explained_as(
    demo: Context, measure: str
) -> None:
    for row in clients.page(demo).rows:
        found = totals(client_figure(demo, row.key, measure))
        match measure:
            case "health":
                assert list(found.values()) == [row.score]
            case "trend":
                assert list(found.values()) == ([] if row.delta7 is None else [row.delta7])
            case "arr" if row.arr is not None:
                assert found[f"minor {row.arr.currency}"] == row.arr.minor
            case "calls":
                assert found == {"calls": row.calls_30}
            case "logins":
                assert found == {"logins": row.logins_30}
            case "incidents":
                assert found == {"incidents": row.open_incidents}
            case "risk_score":
                assert found == {"points": row.risk_score}


def test_arr_is_what_each_subscription_pays(new_store: NewStore) -> None:
    ctx = new_store()
    today = ctx.today
    store(ctx, "client", [client("a", today - 100)])
    paid = [
        subscription("s1", "a", today - 90, 10_000, quantity=3),
        subscription("s2", "a", today - 90, 50_000, period="year"),
        subscription("s3", "a", today - 90, 700, "EUR", period="week"),
        subscription("s4", "a", today - 90, 99_999, end=today - 1),
        subscription("s5", "a", today - 90, 99_999, trial=True),
        subscription("s6", "a", today - 90, 99_999, status="paused"),
    ]
    store(ctx, "subscription", paid)
    euro, dollar = client_figure(ctx, "a", "arr")
    assert [(p.id, p.points, p.value) for p in dollar.parts[:2]] == [
        ("app:s2", 50_000, "$500.00 × 1"),
        ("app:s1", 360_000, "$100.00 × 3 × 12"),
    ]
    assert [(p.id, p.points) for p in euro.parts[:1]] == [("app:s3", 700 * 52)]
    # Nobody has scored it since: the counters do not know of it, and that is said.
    for each in (euro, dollar):
        shown = sum(p.points for p in each.parts if p.id == "since")
        assert each.total == shown + sum(p.points for p in each.parts if p.id != "since")


def test_what_is_no_figure_is_refused(demo: Context) -> None:
    with pytest.raises(UsageError, match="no figure"):
        base_figure(demo, "luck")
    with pytest.raises(UsageError, match="no figure"):
        client_figure(demo, "C-0001", "luck")
    with pytest.raises(NotFoundError):
        client_figure(demo, "nobody", "arr")


def test_an_empty_store_has_nothing_to_add_up(new_store: NewStore) -> None:
    ctx = new_store()
    assert totals(base_figure(ctx, "clients")) == {"clients": 0}
    assert base_figure(ctx, "health")[0].total is None
    assert base_figure(ctx, "arr") == ()

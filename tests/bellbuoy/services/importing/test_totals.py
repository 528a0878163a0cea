"""Day totals: a later one replaces, and wins over its source's increments."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bellbuoy.services.context import Context
from core.events.types import DayTotalFact
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, codes, link, logins, store
from tests.fixtures.stores import NOW, NewStore, move

DAY = TODAY - 3


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    store(ctx, "client", [client("a", TODAY - 90)])
    link(ctx, "crm", ["a"])
    return ctx


def every(ctx: Context, sql: str) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(sql)


def used(ctx: Context) -> list[tuple[Any, ...]]:
    return every(ctx, "SELECT calls, logins FROM usage_day ORDER BY day")


def total(n_calls: int | None, n_logins: int | None, day: int = DAY) -> DayTotalFact:
    return DayTotalFact("a", day, n_calls, n_logins)


def test_a_later_total_replaces_the_earlier(ctx: Context) -> None:
    for said, expected in ((10, 10), (4, 4), (4, 4), (9, 9)):
        store(ctx, "day_total", [total(said, None)])
        assert used(ctx) == [(expected, 0)]


def test_a_total_wins_over_the_increments_of_its_source_alone(ctx: Context) -> None:
    store(ctx, "event", [calls(ctx, "1", "a", DAY, 100), logins(ctx, "2", "a", DAY, 3)])
    store(ctx, "event", [calls(ctx, "1", "a", DAY, 1000)], "crm")
    store(ctx, "day_total", [total(70, None)])
    assert used(ctx) == [(1070, 3)]
    assert codes(store(ctx, "event", [calls(ctx, "3", "a", DAY, 50)])) == ["stored"]
    assert used(ctx) == [(1070, 3)]
    store(ctx, "event", [calls(ctx, "4", "a", DAY, 5)], "crm")
    assert used(ctx) == [(1075, 3)]


def test_both_forms_of_one_day_are_flagged_once_and_stay_so(ctx: Context) -> None:
    def flags() -> list[tuple[Any, ...]]:
        return every(ctx, "SELECT day, flagged FROM usage_total ORDER BY day")

    store(ctx, "event", [calls(ctx, "1", "a", DAY, 100)])
    store(ctx, "day_total", [total(70, None), total(5, None, DAY - 1)])
    assert flags() == [(DAY - 1, 0), (DAY, 1)]
    store(ctx, "day_total", [total(80, 2)])
    assert flags() == [(DAY - 1, 0), (DAY, 1)]


def test_every_statement_is_kept_with_when_it_was_known(ctx: Context) -> None:
    for hours, said in enumerate(((10, None), (None, 3), (7, 3), (7, 3))):
        move(ctx, NOW + timedelta(hours=hours))
        store(ctx, "day_total", [total(*said)])
    known = [int((NOW + timedelta(hours=h)).timestamp() * 1_000_000) for h in range(3)]
    assert every(ctx, "SELECT calls, logins, known_us FROM usage_total") == [(7, 3, known[2])]
    replaced = "SELECT calls, logins, known_us, until_us FROM usage_total_change ORDER BY id"
    assert every(ctx, replaced) == [
        (10, None, known[0], known[1]), (10, 3, known[1], known[2]),
    ]  # fmt: skip


def test_a_total_told_once_stands_once(ctx: Context) -> None:
    store(ctx, "day_total", [total(10, None), total(5, 5, DAY - 1)])
    store(ctx, "day_total", [total(10, None), total(5, None, DAY - 1)])
    assert every(ctx, "SELECT count(*) FROM usage_total") == [(2,)]
    assert every(ctx, "SELECT count(*) FROM usage_total_change") == [(0,)]


def test_a_clock_that_is_turned_back_makes_nothing_unknown(ctx: Context) -> None:
    store(ctx, "day_total", [total(10, None)])
    move(ctx, NOW - timedelta(hours=5))
    store(ctx, "day_total", [total(12, None)])
    at = int(NOW.timestamp() * 1_000_000)
    assert every(ctx, "SELECT calls, known_us FROM usage_total") == [(12, at)]
    spans = "SELECT calls, known_us, until_us FROM usage_total_change"
    assert every(ctx, spans) == [(10, at, at)]


def test_what_a_total_was_before_is_kept(ctx: Context) -> None:
    store(ctx, "day_total", [total(10, None), total(1, 1, DAY - 1)])
    store(ctx, "day_total", [total(12, None), total(5, 5, DAY - 2), total(13, 4)])
    rows = every(
        ctx,
        "SELECT table_name, row_key, rows, before, after FROM change_row"
        " WHERE change_id > 1 ORDER BY change_id, position",
    )
    [first, new, replaced, (table, key, _, before, after)] = rows
    for (name, told, count, _, _), expected in zip(
        (first, new), ((DAY - 1, 2), (DAY - 2, 1)), strict=True
    ):
        assert (name, json.loads(told), count) == (
            "usage_total", ["app", 1, expected[0]], expected[1]
        )  # fmt: skip
    assert replaced == ("usage_total_change", "1", 2, None, None)
    assert (table, json.loads(key)) == ("usage_total", ["app", 1, DAY])
    assert json.loads(before) == {"calls": 10, "logins": None}
    assert json.loads(after) == {"calls": 13, "logins": 4}


def test_a_total_that_takes_the_last_use_away_takes_its_day_back(ctx: Context) -> None:
    store(ctx, "event", [calls(ctx, "1", "a", TODAY - 9, 1)])
    store(ctx, "day_total", [total(10, 2), total(0, 1, DAY - 1)])

    def last() -> list[tuple[Any, ...]]:
        return every(ctx, "SELECT last_seen_day, last_login_day FROM client")

    assert last() == [(DAY, DAY)]
    store(ctx, "day_total", [total(10, 0)])
    assert last() == [(DAY, DAY - 1)]
    store(ctx, "day_total", [total(0, 0), total(0, 0, DAY - 1)])
    assert last() == [(TODAY - 9, None)]


def test_an_unknown_client_is_refused(ctx: Context) -> None:
    told = [DayTotalFact("nobody", DAY, 1, 1), total(1, None), total(1, None)]
    assert codes(store(ctx, "day_total", told)) == ["ref.client", "stored", "unchanged"]

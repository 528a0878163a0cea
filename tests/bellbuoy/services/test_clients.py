"""Lists of clients, and whom a name means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.health.trend import trend_of
from core.query.errors import QueryError
from core.simulations.demo.facts import demo_facts
from core.values.errors import NotFoundError, UsageError
from core.values.page import encode_cursor
from storage.engine.store import Store
from tests.core.simulations.demo.scoring import scores
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, store
from tests.fixtures.stores import DEMO_NOW, NewStore, context


@pytest.fixture(scope="module")
def demo(new_demo: NewStore) -> Context:
    return new_demo()


def keys(ctx: Context, query: str = "", sort: str | None = None) -> list[str]:
    return [row.key for row in clients.page(ctx, query, sort=sort).rows]


def test_the_demo_s_scores_are_those_of_its_facts(demo: Context) -> None:
    facts = demo_facts(7, as_of=DEMO_NOW, zone=demo.zone)
    now, before = scores(facts), scores(facts, 7)
    rows = clients.page(demo).rows
    assert len(rows) == 15
    for row in rows:
        fresh, week = now[row.key], before.get(row.key)
        assert (row.score, row.tier, row.partial) == (fresh.score, fresh.tier, fresh.partial)
        if row.score is not None and week is not None and week.score is not None:
            assert row.delta7 == row.score - week.score
        assert row.trend == trend_of(row.delta7)
        assert row.spark[-1] == row.score


def test_the_worst_comes_first_and_the_unknown_last(demo: Context) -> None:
    rows = clients.page(demo).rows
    known = [row.score for row in rows if row.score is not None]
    assert known == sorted(known)
    assert [row.tier for row in rows][-1] == "unknown"
    ties = [(row.score, -(row.arr.minor if row.arr else 0), row.key) for row in rows[:-1]]
    assert ties == sorted(ties)


def test_the_radar_is_a_query(demo: Context) -> None:
    radar = clients.page(demo, clients.RADAR_QUERY).rows
    assert {row.tier for row in radar} == {"critical", "at_risk"}
    assert clients.count(demo, clients.RADAR_QUERY) == len(radar) == 6


def test_a_query_narrows_sorts_and_limits(demo: Context) -> None:
    assert keys(demo, "health<55 sort:-health") == ["C-0009", "C-0008", "C-0011"]
    assert keys(demo, "health<55", sort="name")[-1] == "C-0009"
    assert keys(demo, "limit:2") == ["C-0011", "C-0008"]
    assert clients.count(demo, "incidents>=1 tier:healthy") == 2


def test_an_argument_s_sort_counts_before_that_of_the_query(demo: Context) -> None:
    assert keys(demo, "sort:-health", sort="health") == keys(demo)


def test_a_query_asks_for_a_day_of_its_own(a_demo: Store) -> None:
    ctx = context(a_demo)
    at = clients.page(ctx, "asof:2026-11-02").rows
    past = clients.page(context(a_demo).looking_at(_evening("2026-11-02"))).rows
    assert at == past != clients.page(ctx).rows
    assert clients.window(ctx, "asof:2026-11-02").ctx.as_of == _evening("2026-11-02")


def _evening(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:59:59.999999+00:00")


@pytest.mark.parametrize("query", ["asof:2027-01-01", "nosuch:1", "health:", 'name:"'])
def test_a_wrong_query_is_a_usage_error(demo: Context, query: str) -> None:
    with pytest.raises((QueryError, UsageError)) as caught:
        clients.page(demo, query)
    assert caught.value.exit_code == 2


def test_a_cursor_belongs_to_its_list(demo: Context) -> None:
    first = clients.page(demo, sort="name", limit=4)
    assert first.next is not None
    second = clients.page(demo, sort="name", limit=100, cursor=first.next)
    assert [r.key for r in (*first.rows, *second.rows)] == keys(demo, sort="name")
    assert second.next is None
    with pytest.raises(UsageError, match="another order"):
        clients.page(demo, sort="-name", cursor=first.next)
    with pytest.raises(UsageError, match="damaged"):
        clients.page(demo, cursor="???")


def test_a_cursor_that_was_tampered_with_is_refused(demo: Context) -> None:
    order = "client () None"
    assert clients.page(demo, cursor=encode_cursor(order, [101, 0, ""])).rows == ()
    wrong: list[list[int | str | None]] = [[], [1, 2, None], ["x"], [1, 2, "C-0001", 4]]
    for key in wrong:
        with pytest.raises(UsageError):
            clients.page(demo, cursor=encode_cursor(order, key))


def test_an_empty_store_has_an_empty_list(a_store: Store) -> None:
    ctx = context(a_store)
    assert clients.page(ctx).rows == ()
    assert clients.count(ctx) == 0
    assert clients.names_starting(ctx, "") == []


@pytest.fixture
def named(new_store: NewStore) -> Context:
    ctx = new_store()
    facts = [
        client("A-1"), client("A-2"), client("Acme"), client("x"), client("long"),
    ]  # fmt: skip
    names = ("Acme Limited", "Acme Corp", "Zebra", "ÄRGER", "Zebra Crossing")
    store(ctx, "client", [replace(f, name=n) for f, n in zip(facts, names, strict=True)])
    store(ctx, "client", [replace(client("ext-9"), name="From afar")], "crm")
    return ctx


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("A-1", 1), ("Acme", 3), ("acme corp", 2), ("ACME L", 1), ("ärger", 4), ("Ärg", 4),
        ("ext-9", 6), ("from", 6), ("zebra", 3), ("Zebra C", 5),
    ],
)  # fmt: skip
def test_a_name_means_the_best_kind_of_match(named: Context, name: str, number: int) -> None:
    assert clients.identify(named, name) == number


def test_a_name_that_fits_several_lists_them(named: Context) -> None:
    with pytest.raises(UsageError, match="fits several clients") as caught:
        clients.identify(named, "acm")
    assert "A-2 Acme Corp, A-1 Acme Limited" in caught.value.message
    assert caught.value.hint == "give the id"
    with pytest.raises(UsageError, match=r"…$"):
        clients.identify(named, "")


@pytest.mark.parametrize("name", ["nobody", "A-10", "%", "a_1", "A-1 ", "\x00", "'; --"])
def test_a_name_that_fits_nobody_is_not_found(named: Context, name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        clients.identify(named, name)
    assert (caught.value.exit_code, caught.value.hint) == (3, "bellbuoy client list")


def test_a_name_of_broken_text_is_a_fault_in_a_line(named: Context) -> None:
    with pytest.raises(UsageError):
        clients.identify(named, "\udcff")


def test_names_are_completed_by_id_and_by_name(named: Context) -> None:
    assert clients.names_starting(named, "A") == [
        "A-1", "A-2", "Acme", "Acme Corp", "Acme Limited",
    ]  # fmt: skip
    assert clients.names_starting(named, "z") == ["Zebra", "Zebra Crossing"]
    assert clients.names_starting(named, "A", 2) == ["A-1", "A-2"]


def test_a_held_reader_is_used_and_kept(named: Context) -> None:
    with named.store.reader() as reader:
        held = named.holding(reader)
        reader.begin()
        before = clients.count(held)
        store(named, "client", [client("new")])
        assert clients.count(held) == before
        assert clients.count(named) == before + 1
        reader.end()
        assert clients.count(held) == before + 1


def test_new_use_counts_from_the_next_score_on(named: Context) -> None:
    store(named, "event", [calls(named, "1", "A-1", TODAY, 7)])

    def shown() -> tuple[int | None, int | None, int | None]:
        [row] = [row for row in clients.page(named).rows if row.key == "A-1"]
        return row.calls_30, row.last_seen, row.score

    assert shown() == (None, TODAY, None)
    recompute(named)
    assert shown() == (7, TODAY, 43)

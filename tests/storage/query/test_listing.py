"""Pages by number, anchors, places and counts agree with the sorted list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, incidents
from bellbuoy.services.context import Context
from bellbuoy.services.lists import PAGE, ListWindow
from bellbuoy.services.scoring.recompute import recompute
from core.clients.standing import UNRANKED
from core.clients.types import ClientRow
from core.incidents.types import SEVERITIES
from core.values.text import fold
from storage.query.listing import ANCHOR, Pace
from storage.query.sparse import soon
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, logins, store, subscription
from tests.fixtures.stores import NOW, NewStore

SIZE = 3000
BACK = NOW - timedelta(days=9)
PATIENT = Pace(60)


@pytest.fixture(scope="module")
def crowd(new_store: NewStore) -> Context:
    """3,000 clients with few different values, so that most sort keys tie."""
    ctx = new_store()
    keys = [f"C-{(n * 7919) % SIZE:04}" for n in range(SIZE)]
    facts = []
    for n, key in enumerate(keys):
        fact = client(key, TODAY - n % 20, owner=(None, "ana", "Ben", "ben")[n % 4],
                      plan=(None, "pro", "Basic")[n % 3], industry="x")  # fmt: skip
        facts.append(replace(fact, name=("ärger", "Arger", "zebra", "Zoo")[n % 4]))
    store(ctx, "client", facts)
    store(
        ctx,
        "event",
        [calls(ctx, f"c{n}", keys[n], TODAY - n % 12, n % 3 * 900) for n in range(0, SIZE, 3)],
    )
    store(
        ctx,
        "event",
        [logins(ctx, f"l{n}", keys[n], TODAY - n % 4, n % 5) for n in range(0, SIZE, 2)],
    )
    store(
        ctx,
        "subscription",
        [
            subscription(f"s{n}", keys[n], TODAY - 40, n % 3 * 100, "USD" if n % 5 else "EUR",
                         term_months=n % 2 or None)
            for n in range(0, SIZE, 2)
        ],
    )  # fmt: skip
    store(
        ctx,
        "incident",
        [
            incident(f"i{n}", keys[n], NOW - timedelta(hours=n % 300),
                     severity=(None, *SEVERITIES)[n % 5])
            for n in range(0, SIZE, 2)
        ],
    )  # fmt: skip
    recompute(ctx)
    return ctx


def _text(value: str | None) -> str | None:
    return None if value is None else fold(value)


Key = Callable[[ClientRow], Any]
VALUES: dict[str, Key] = {
    "name": lambda row: fold(row.name),
    "health": lambda row: row.score,
    "trend": lambda row: row.delta7,
    "arr": lambda row: None if row.arr is None else row.arr.minor,
    "owner": lambda row: _text(row.owner),
    "plan": lambda row: _text(row.plan),
    "seen": lambda row: row.last_seen,
    "incidents": lambda row: row.open_incidents,
    "calls": lambda row: row.calls_30,
    "logins": lambda row: row.logins_30,
    "since": lambda row: row.start,
    "renews": lambda row: row.renews,
    "tier": lambda row: UNRANKED if row.score is None else row.score,
}
SORTS = (
    "", "health", "-health", "tier", "-tier", "name", "-owner", "owner,-name", "plan,-arr",
    "-arr", "renews", "-seen", "seen,health", "-incidents", "logins,-calls", "-since,plan",
)  # fmt: skip


def in_order(rows: list[ClientRow], sort: str) -> list[ClientRow]:
    """The list sorted step by step in Python; missing values last, then the id."""
    if sort in ("", "health", "tier"):
        worst = sorted(rows, key=lambda r: r.key)
        worst.sort(key=lambda r: 0 if r.arr is None else r.arr.minor, reverse=True)
        worst.sort(key=lambda r: UNRANKED if r.score is None else r.score)
        return worst
    ordered = sorted(rows, key=lambda r: r.key)
    for part in reversed(sort.split(",")):
        value = VALUES[part.removeprefix("-")]
        there = [row for row in ordered if value(row) is not None]
        there.sort(key=value, reverse=part.startswith("-"))
        ordered = there + [row for row in ordered if value(row) is None]
    return ordered


def agrees(
    ctx: Context, window: ListWindow[Any], expected: list[int], *, walked: bool = True
) -> None:
    """Every way to read a window leads to the same rows; those that a walk finds are
    told one by one."""
    with ctx.store.reader() as reader:
        assert window.count(reader) == len(expected)
        anchors = window.anchors(reader)
        assert len(anchors) == len(expected) // ANCHOR
        found: list[tuple[Any, ...]] = []
        first = window.first_page(reader, found.append)
        assert [row.id for row in first] == expected[:PAGE]
        told = window.described(reader, found[:3])
        assert [row.id for row in told] == (expected[:3] if walked else [])
        last = (len(expected) - 1) // PAGE
        for index in range(last + 2):
            part = expected[index * PAGE : (index + 1) * PAGE]
            assert [row.id for row in window.page(reader, index, anchors)] == part
            # From the start it walks, so that a few pages have to do.
            if index in (0, 1, 5, last, last + 1):
                assert [row.id for row in window.page(reader, index)] == part
        for place in (*range(0, len(expected), 397), len(expected) - 1):
            assert window.position(reader, expected[place]) == place


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("past", [False, True], ids=["now", "past"])
def test_a_window_of_clients_is_the_sorted_list(
    crowd: Context, every: dict[bool, list[ClientRow]], sort: str, past: bool
) -> None:
    ctx = crowd.looking_at(BACK if past else None)
    window = clients.window(ctx, sort=sort or None).window
    expected = [row.id for row in in_order(every[past], sort)]
    agrees(ctx, ListWindow(window.listing, _bare), expected)


@pytest.fixture(scope="module")
def every(crowd: Context) -> dict[bool, list[ClientRow]]:
    """All rows of today and of the past moment, read by one page each."""
    found = {}
    for past in (False, True):
        ctx = crowd.looking_at(BACK if past else None)
        found[past] = list(clients.page(ctx, limit=SIZE + 1).rows)
        assert clients.count(ctx) == len(found[past])
    assert len(found[False]) == SIZE
    assert 0 < len(found[True]) < SIZE
    return found


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("owner:ana", "-logins"),
        ("health<60", "-logins"),
        ("-plan:pro name~eb", "name"),
        ("logins>2", "-arr"),
    ],
)
def test_a_window_of_a_query_is_the_sorted_part(
    crowd: Context, every: dict[bool, list[ClientRow]], query: str, sort: str
) -> None:
    window = ListWindow(clients.window(crowd, query, sort).window.listing, _bare)
    kept = {row.id for row in clients.page(crowd, query, limit=SIZE).rows}
    assert 0 < len(kept) < SIZE
    ordered = in_order(every[False], sort)
    agrees(crowd, window, [row.id for row in ordered if row.id in kept])
    outside = next(row.id for row in every[False] if row.id not in kept)
    with crowd.store.reader() as reader:
        assert window.position(reader, outside) is None


SOUGHT = (
    ("client", "owner:ana", "-logins"), ("client", "", "plan,-arr"), ("client", "", "-owner"),
    ("client", "logins>2 -plan:pro", ""), ("client", "name~eb asof:2026-03-06", "renews"),
    ("client", "incidents>=9", ""), ("incident", "", ""), ("incident", "arr>0", "resolved"),
    ("incident", "severity:high", "client,-opened"),
)  # fmt: skip


def _window(ctx: Context, noun: str, query: str, sort: str, pace: Pace) -> ListWindow[Any]:
    opened = clients.window if noun == "client" else incidents.window
    listing = opened(ctx, query, sort or None).window.listing
    return ListWindow(replace(listing, pace=pace), _bare)


@pytest.mark.parametrize(("noun", "query", "sort"), SOUGHT)
@pytest.mark.parametrize("few", [300, 10_000])
def test_a_window_that_is_looked_through_is_the_list_along_its_order(
    crowd: Context, noun: str, query: str, sort: str, few: int
) -> None:
    walked = _window(crowd, noun, query, sort, PATIENT).listing
    with crowd.store.reader() as reader:
        expected = [row[0] for row in walked.page(reader, None, SIZE + 1)]
    window = _window(crowd, noun, query, sort, Pace(0, few=few, portion=700))
    if expected:
        agrees(crowd, window, expected, walked=False)
    with crowd.store.reader() as reader:
        assert [row.id for row in window.first_page(reader, list)] == expected[:PAGE]
        kept = window._sparse.kept(reader)
        assert kept is not None
        assert kept.whole == (len(expected) <= few)
        assert [row[0] for row in kept.rows] == expected[:few]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SOUGHT), st.integers(1, 600), st.integers(0, SIZE), st.integers(100, SIZE)
)
def test_a_page_that_is_looked_for_is_the_page_along_the_order(
    crowd: Context, sought: tuple[str, str, str], limit: int, place: int, portion: int
) -> None:
    listing = _window(crowd, *sought, Pace(0, portion=portion)).listing
    with crowd.store.reader() as reader:
        every = listing.page(reader, None, SIZE + 1)
        cursor = listing.key_of(every[place % len(every)]) if every and place else None
        assert soon(listing, reader, cursor, limit) == listing.page(reader, cursor, limit)


@pytest.mark.parametrize("sort", ["", "-severity", "client,-opened", "resolved"])
@pytest.mark.parametrize("past", [False, True], ids=["now", "past"])
def test_a_window_of_incidents_is_the_list_that_cursors_walk(
    crowd: Context, sort: str, past: bool
) -> None:
    ctx = crowd.looking_at(BACK if past else None)
    walked: list[int] = []
    cursor = None
    while True:
        page = incidents.page(ctx, sort=sort or None, limit=400, cursor=cursor)
        walked += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert len(walked) == len(set(walked)) > 300
    agrees(ctx, incidents.window(ctx, sort=sort or None).window, walked)


def test_cursors_walk_the_whole_list_of_clients(crowd: Context) -> None:
    walked: list[str] = []
    cursor = None
    while True:
        page = clients.page(crowd, sort="owner,-name", limit=700, cursor=cursor)
        walked += [row.key for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert len(walked) == len(set(walked)) == SIZE


class _Bare:
    """A row of which only the number counts: lines of scores cost a read each."""

    __slots__ = ("id",)

    def __init__(self, number: int) -> None:
        self.id = number


def _bare(_rows: Any, raw: Any) -> tuple[_Bare, ...]:
    return tuple(_Bare(row[0]) for row in raw)

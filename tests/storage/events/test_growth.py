"""What a batch adds, in arrays, is what it adds row by row."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storage.events.growth import (
    NEVER,
    NOT_YET,
    NOTHING,
    Grown,
    Growth,
    days_and_clients,
    in_order,
    place_of,
    places_of,
)

Row = tuple[int, int, int]
DAY, CLIENT = st.integers(-1, 60), st.integers(1, 6)
ROWS = st.lists(st.tuples(DAY, CLIENT, st.integers(-9, 9)), max_size=20)
LARGE = st.lists(st.tuples(DAY, CLIENT, st.integers(0, 2**62)), max_size=6)


def summed(rows: list[Row]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = defaultdict(int)
    for day, client, amount in rows:
        found[day, client] += amount
    return dict(found)


def grown(rows: list[Row]) -> Grown:
    places = places_of([row[0] for row in rows], [row[1] for row in rows])
    return Grown.of(places, [row[2] for row in rows])


@given(ROWS, ROWS)
def test_days_hold_the_sums_of_their_rows(calls: list[Row], logins: list[Row]) -> None:
    days = Growth(grown(calls), grown(logins)).days()
    sums = summed(calls), summed(logins)
    places = sorted(sums[0].keys() | sums[1].keys())
    assert list(days.rows()) == [(*place, *(s.get(place, 0) for s in sums)) for place in places]
    by_day = [
        (day, *(sum(v for place, v in s.items() if place[0] == day) for s in sums))
        for day in sorted({day for day, _ in places})
    ]
    assert days.by_day() == [row for row in by_day if any(row[1:])]
    less = {c for d, c in places if min(sums[0].get((d, c), 0), sums[1].get((d, c), 0)) < 0}
    assert days.taken_from() == sorted(less)


@given(ROWS, ROWS, DAY)
def test_clients_hold_what_moves(calls: list[Row], logins: list[Row], last: int) -> None:
    growth = Growth(grown(calls), grown(logins))
    days = growth.days()
    first = last - 29
    clients, found = days.by_client(first, last)
    since = growth.since(clients)
    columns = [column.tolist() for column in (*found, *since)]
    expected = []
    for client in sorted({row[1] for row in calls + logins}):
        mine = [row for row in days.rows() if row[1] == client]
        inside = [row for row in mine if first <= row[0] <= last]
        expected.append(
            (
                sum(row[2] for row in inside), sum(row[3] for row in inside),
                max((row[0] for row in mine if row[2] > 0 or row[3] > 0), default=NEVER),
                max((row[0] for row in mine if row[3] > 0), default=NEVER),
                *(
                    min((row[0] for row in told if row[1] == client), default=NOT_YET)
                    for told in (calls, logins)
                ),
            )
        )  # fmt: skip
    assert list(zip(*columns, strict=True)) == expected
    assert growth.clients() == clients.tolist()
    past = {row[1] for row in calls + logins if row[0] < last}
    assert growth.clients(before=last) == sorted(past)


@given(LARGE)
def test_no_sum_is_too_large(rows: list[Row]) -> None:
    found = Growth(grown(rows)).days()
    assert {(d, c): n for d, c, n, _ in found.rows()} == summed(rows)


@given(ROWS, st.sets(st.tuples(DAY, CLIENT)))
def test_some_places_may_count_for_nothing(
    rows: list[Row], totalled: set[tuple[int, int]]
) -> None:
    found = grown(rows).without_amount_at([place_of(*place) for place in totalled])
    expected = {p: 0 if p in totalled else n for p, n in summed(rows).items()}
    places = zip(*days_and_clients(found.places), strict=True)
    assert dict(zip(places, found.amounts.tolist(), strict=True)) == expected


@given(st.lists(st.tuples(DAY, CLIENT)))
def test_places_sort_as_days_and_clients_do(pairs: list[tuple[int, int]]) -> None:
    places = places_of([day for day, _ in pairs], [client for _, client in pairs])
    assert places == [place_of(*pair) for pair in pairs]
    assert [pairs[at] for at in in_order(places)] == sorted(pairs)
    assert list(zip(*days_and_clients(places), strict=True)) == pairs


def test_nothing_grows_by_nothing() -> None:
    assert list(Growth().days().rows()) == Growth().days().by_day() == Growth().clients() == []
    assert not len(NOTHING.at(np.zeros(0, dtype=np.int64)))

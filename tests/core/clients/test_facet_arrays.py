from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.facet_arrays import FacetChanges, Side
from core.clients.revenue_arrays import Amounts
from core.clients.stored_arrays import differing_arr
from core.health.arrays import TIER_CODES
from core.values.spans import MISSING

CURRENCIES = ("EUR", "USD")
states = st.tuples(
    st.booleans(),
    st.integers(0, 3),
    st.integers(-1, 100),
    st.just(MISSING) | st.integers(-100, 100),
    st.just(MISSING) | st.integers(20_000, 20_003),
    st.dictionaries(st.integers(0, 1), st.integers(-(2**58), 2**58), max_size=2),
)
words = st.none() | st.sampled_from(("ana", "bo"))
clients = st.lists(st.tuples(states, states, words), max_size=8)


def amounts(told: list[dict[int, int]]) -> Amounts:
    rows = [(n, *pair) for n, each in enumerate(told) for pair in sorted(each.items())]
    found = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Amounts(found[:, 0], found[:, 1], found[:, 2], CURRENCIES)


def side(told: list[tuple[Any, ...]]) -> Side:
    columns = np.array([row[1:5] for row in told], dtype=np.int64).reshape(-1, 4).T
    live = np.array([row[0] for row in told], dtype=bool)
    return Side(live, *columns, amounts([row[5] for row in told]))


def counted(rows: list[Any], some: list[int]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """One client after the other, with whole numbers of Python."""
    found: dict[tuple[Any, ...], Counter[int]] = defaultdict(Counter)
    for n in some:
        for sign, (live, tier, score, delta, renews, arr) in zip(
            (-1, 1), rows[n][:2], strict=True
        ):
            renewal = "" if renews == MISSING else str(renews)
            for place in (("all", ""), ("owner", rows[n][2] or ""), ("renews", renewal)):
                key = (*place, int(live), TIER_CODES[tier])
                sums = found[*key, ""]
                sums[0] += sign
                sums[1] += sign * (score >= 0)
                sums[2] += sign * max(score, 0)
                sums[3] += sign * (delta != MISSING)
                sums[4] += sign * (0 if delta == MISSING else delta)
                for currency, minor in arr.items():
                    found[*key, CURRENCIES[currency]][5] += sign * minor
    told = {key: tuple(sums[n] for n in range(6)) for key, sums in found.items()}
    return {key: sums for key, sums in told.items() if any(sums)}


@settings(deadline=None, max_examples=120)
@given(rows=clients, data=st.data())
def test_changes_are_what_one_client_after_the_other_makes(
    rows: list[Any], data: st.DataObject
) -> None:
    names = ["bo", None, "ana"]
    index = np.array([names.index(row[2]) for row in rows], dtype=np.int64)
    changes = FacetChanges(
        side([row[0] for row in rows]),
        side([row[1] for row in rows]),
        {"owner": (names, index)},
    )
    some = sorted(
        data.draw(st.sets(st.sampled_from(range(len(rows)))) if rows else st.just([]))
    )
    assert changes.of(np.array(some, dtype=np.int64)) == counted(rows, some)


@settings(deadline=None, max_examples=120)
@given(pairs=st.lists(st.tuples(states, states), max_size=8))
def test_arr_differs_where_any_amount_does(pairs: list[Any]) -> None:
    one, other = ([row[n][5] for row in pairs] for n in (0, 1))
    found = differing_arr(len(pairs), amounts(one), amounts(other))
    assert found.tolist() == [a != b for a, b in zip(one, other, strict=True)]

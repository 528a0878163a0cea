from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text, parse_day
from tests.tui.clients.samples import HEALTH
from tui.clients.fold_days import MOST_RUNS, fold_days

FIRST = parse_day("2026-10-18")
Day = tuple[int, int, int]


def lost(*days: Day, unit: str = "calls") -> Explanation:
    """Points lost on days (offset, points, count) below one component."""
    parts = tuple(
        Contribution(day_text(FIRST + at), "", points, f"{count:,} {unit}")
        for at, points, count in days
    )
    total = sum(part.points for part in parts)
    return replace(
        HEALTH.lost, total=total, parts=(Contribution("usage", "usage", total, parts=parts),)
    )


def told(*days: Day) -> list[tuple[str, str, int]]:
    (part,) = fold_days(lost(*days)).parts
    return [(p.label, p.value, p.points) for p in part.parts]


def test_equal_days_are_told_once() -> None:
    days = [(i, 2, 0) for i in range(10)] + [(i, 1, 0) for i in range(10, 30)]
    assert told(*days) == [
        ("18–27 Oct, 2 each", "0 calls a day", 20),
        ("28 Oct–16 Nov, 1 each", "0 calls a day", 20),
    ]


def test_counts_that_differ_are_told_as_a_range() -> None:
    assert told((0, 1, 40), (1, 1, 1630), (2, 1, 63)) == [
        ("18–20 Oct, 1 each", "40–1,630 calls a day", 3)
    ]
    assert told((0, 1, 1), (1, 1, 1)) == [("18–19 Oct, 1 each", "1 call a day", 2)]


def test_a_gap_begins_a_new_run() -> None:
    assert told((0, 1, 5), (2, 1, 5)) == [("18 Oct", "5 calls", 1), ("20 Oct", "5 calls", 1)]


def test_many_runs_are_told_by_their_points() -> None:
    days = [(2 * i, 2 if i % 3 == 0 else 1, i) for i in range(9)]
    assert told(*days) == [
        ("3 d, 18–30 Oct, 2 each", "0–6 calls a day", 6),
        ("6 d, 20 Oct–3 Nov, 1 each", "1–8 calls a day", 6),
    ]


def test_what_is_no_day_stays_as_it_is() -> None:
    assert fold_days(HEALTH.lost) == HEALTH.lost


def test_a_day_without_a_number_has_no_range() -> None:
    explanation = lost((0, 1, 5), (1, 1, 5))
    (part,) = explanation.parts
    odd = replace(part, parts=tuple(replace(p, value="some") for p in part.parts))
    (folded,) = fold_days(replace(explanation, parts=(odd,))).parts
    assert [p.value for p in folded.parts] == [""]


DAYS = st.dictionaries(
    st.integers(0, 40), st.tuples(st.integers(1, 4), st.integers(0, 9999)), min_size=1
)


@given(days=DAYS)
@settings(max_examples=150, deadline=None)
def test_points_and_days_are_all_still_there(days: dict[int, tuple[int, int]]) -> None:
    explanation = lost(*((at, points, count) for at, (points, count) in days.items()))
    (part,) = fold_days(explanation).parts
    assert sum(p.points for p in part.parts) == part.points == explanation.total
    runs = sum(at - 1 not in days or days[at - 1][0] != days[at][0] for at in days)
    kinds = len({points for points, _ in days.values()})
    assert len(part.parts) == (runs if runs <= MOST_RUNS else kinds)
    assert len({p.id for p in part.parts}) == len(part.parts)


@pytest.mark.parametrize("unit", ["calls", "logins"])
def test_the_unit_is_that_of_the_days(unit: str) -> None:
    (part,) = fold_days(lost((0, 1, 1), (1, 1, 3), unit=unit)).parts
    assert part.parts[0].value == f"1–3 {unit} a day"

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.trend import delta, score_at, sparkline_points, trend_of

usual = settings(deadline=None, max_examples=150)
scores = st.none() | st.integers(0, 100)
histories = st.dictionaries(st.integers(0, 60), scores, max_size=20).map(
    lambda rows: sorted(rows.items())
)


def test_worked_example() -> None:
    change = delta(65, score_at([(1, 72), (8, 65)], 1))
    assert change == -7
    assert trend_of(change) == "down"


@pytest.mark.parametrize(("now", "then"), [(None, 5), (5, None), (None, None)])
def test_no_change_without_both_scores(now: int | None, then: int | None) -> None:
    assert delta(now, then) is None


@pytest.mark.parametrize(
    ("change", "trend"),
    [
        (100, "up"),
        (5, "up"),
        (4, "flat"),
        (0, "flat"),
        (-4, "flat"),
        (-5, "down"),
        (-100, "down"),
        (None, "new"),
    ],
)
def test_trends(change: int | None, trend: str) -> None:
    assert trend_of(change) == trend


def test_the_latest_row_at_or_before_counts() -> None:
    history = [(10, 50), (12, None), (20, 70)]
    assert [score_at(history, day) for day in (9, 10, 11, 12, 19, 20, 99)] == [
        None,
        50,
        50,
        None,
        None,
        70,
        70,
    ]
    assert score_at([], 5) is None


@usual
@given(histories, st.integers(-5, 70))
def test_score_at_looks_at_no_later_row(
    history: list[tuple[int, int | None]], day: int
) -> None:
    past = [score for at, score in history if at <= day]
    assert score_at(history, day) == (past[-1] if past else None)


def test_ten_cells_of_three_days() -> None:
    history = [(75, 40), (90, 60), (91, 61), (100, 80)]
    # The cells end on days 73, 76, … 100.
    assert sparkline_points(history, 100) == (None, 40, 40, 40, 40, 40, 61, 61, 61, 80)


@usual
@given(histories, st.integers(0, 70), st.integers(1, 30), st.integers(1, 60))
def test_the_line_ends_with_the_score_of_today(
    history: list[tuple[int, int | None]], day: int, cells: int, days: int
) -> None:
    line = sparkline_points(history, day, cells, days)
    assert len(line) == cells
    assert line[-1] == score_at(history, day)
    assert set(line) <= {None, *(score for _, score in history)}

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.text import cells
from tests.tui.charts.samples import FIRST
from tui.charts.axes import (
    column_of,
    day_labels,
    label_row,
    name_labels,
    round_top,
    scale_of,
    score_scale,
)


@pytest.mark.parametrize(
    ("peak", "top"),
    [
        (0, 2),
        (1, 2),
        (2, 2),
        (3, 4),
        (5, 6),
        (9, 10),
        (11, 20),
        (78, 80),
        (81, 100),
        (101, 200),
        (202, 300),
        (401, 500),
    ],
)
def test_the_top_is_round(peak: int, top: int) -> None:
    assert round_top(peak) == top


@given(st.integers(0, 10**15))
def test_the_top_holds_the_peak_and_its_half_is_whole(peak: int) -> None:
    top = round_top(peak)
    assert top >= peak
    assert top % 2 == 0
    assert top <= max(2, 2 * peak)


def test_points_spread_from_the_first_cell_to_the_last() -> None:
    assert [column_of(i, 3, 11) for i in range(3)] == [0, 5, 10]
    assert column_of(0, 1, 40) == 0
    assert column_of(0, 0, 40) == 0


@given(st.integers(1, 800), st.integers(8, 160))
def test_labels_never_touch(count: int, width: int) -> None:
    days = range(FIRST, FIRST + count)
    marks = day_labels(days, width)
    assert marks[0][0] == 0
    row = label_row(marks, count, width)
    assert len(row) <= width
    assert row.split("  ") or not marks
    assert row.startswith(marks[0][1])


def test_a_month_has_a_date_each_week_and_a_year_names_its_years() -> None:
    marks = day_labels(range(FIRST, FIRST + 30), 74)
    assert [index for index, _ in marks] == [0, 7, 14, 21, 28]
    assert [text for _, text in marks][:2] == ["23 Oct", "30 Oct"]
    assert day_labels(range(FIRST, FIRST + 365), 74)[0][1] == "Oct 26"


def test_no_days_no_labels() -> None:
    assert day_labels([], 40) == []
    assert label_row([], 0, 40) == ""


@given(st.lists(st.none() | st.floats(0, 100), max_size=40))
def test_a_scale_of_scores_holds_them_all(values: list[float | None]) -> None:
    low, high = score_scale(values)
    assert low >= 0
    assert high <= 100
    assert high - low >= 20
    assert low % 10 == high % 10 == 0
    assert all(low <= value <= high for value in values if value is not None)


@given(st.lists(st.floats(-1e15, 1e15), max_size=20))
def test_a_scale_holds_the_values_and_zero(values: list[float]) -> None:
    low, high = scale_of(values)
    assert low <= 0 <= high
    assert low < high
    assert all(low <= value <= high for value in values)


@given(st.lists(st.text(max_size=20), max_size=60), st.integers(4, 160))
def test_names_never_touch(names: list[str], width: int) -> None:
    marks = name_labels(names, width)
    assert bool(marks) == bool(names)
    row = label_row(marks, len(names), width)
    assert cells(row) <= width

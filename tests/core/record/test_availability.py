"""The union of outages: the examples, a real record of a year, and a count by the tick."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.record.availability import Span, availability, downtime
from core.values.instants import to_micros

ROOT = Path(__file__).parents[3]
WINDOWS = ROOT.parent / "shared" / "data" / "github_incidents" / "downtime_windows.csv"
SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=12)


def at(text: str) -> int:
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_the_example_of_the_definitions() -> None:
    spans = [
        (at("2024-03-01T10:00"), at("2024-03-01T11:00")),
        (at("2024-03-01T10:30"), at("2024-03-01T12:00")),
        (at("2024-03-31T23:00"), at("2024-04-01T02:00")),
    ]
    start, end = at("2024-03-01"), at("2024-04-01")
    assert downtime(spans, start, end) == 3 * 3600 * 10**6
    assert availability(spans, start, end) == 0.9959677419354839


def test_an_empty_period_has_none_and_a_quiet_one_is_whole() -> None:
    assert availability([], 5, 5) is None
    assert availability([], 6, 5) is None
    assert availability([], 5, 6) == 1


def year_2023(impacts: set[str]) -> tuple[list[Span], int]:
    if not WINDOWS.exists():
        pytest.skip(f"no {WINDOWS}: the real record of outages is not here")
    with WINDOWS.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["impact"] in impacts or not impacts]
    spans = [(at(row["downtime_start"][:-1]), at(row["downtime_end"][:-1])) for row in rows]
    start, end = at("2023-01-01"), at("2024-01-01")
    return spans, sum(start <= since < end for since, _ in spans)


@pytest.mark.parametrize(
    ("impacts", "windows", "expected"),
    [
        (set(), 165, 0.9666704718417047),
        ({"critical", "major"}, 23, 0.9946613394216134),
    ],
)
def test_the_measured_year(impacts: set[str], windows: int, expected: float) -> None:
    spans, begun = year_2023(impacts)
    assert begun == windows
    assert availability(spans, at("2023-01-01"), at("2024-01-01")) == expected


@settings(max_examples=100, deadline=None)
@given(SPANS, st.integers(0, 30), st.integers(0, 30))
def test_it_is_the_number_of_ticks_that_a_span_covers(
    spans: list[Span], start: int, end: int
) -> None:
    ticks = sum(any(a <= t < b for a, b in spans) for t in range(start, end))
    assert downtime(spans, start, end) == ticks

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.lifecycle import window_days
from core.values.instants import parse_day

TODAY = parse_day("2024-06-30")
days = st.integers(0, 40_000)


@pytest.mark.parametrize(
    ("start", "end", "lived"),
    [
        ("2024-06-21", None, 10),
        ("2024-06-30", None, 1),
        ("2024-07-01", None, 0),
        ("2024-06-01", None, 30),
        ("2020-01-01", None, 30),
        (None, None, 30),
        ("2020-01-01", "2024-06-30", 0),
        ("2020-01-01", "2024-06-01", 0),
        ("2020-01-01", "2024-07-01", 30),
        ("2024-06-21", "2024-12-31", 10),
        (None, "2024-06-30", 0),
    ],
)
def test_days_lived(start: str | None, end: str | None, lived: int) -> None:
    first = None if start is None else parse_day(start)
    last = None if end is None else parse_day(end)
    assert window_days(first, last, TODAY) == lived


@settings(deadline=None, max_examples=100)
@given(st.none() | days, st.none() | days, days)
def test_days_lived_are_in_bounds_and_grow_by_the_day(
    start: int | None, end: int | None, today: int
) -> None:
    lived = window_days(start, end, today)
    assert 0 <= lived <= 30
    if end is None:
        assert window_days(start, end, today + 1) - lived in (0, 1)

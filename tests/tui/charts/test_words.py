from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.instants import parse_day
from core.values.text import cells
from tui.charts.words import (
    day_month,
    full_day,
    minus,
    month_year,
    percent,
    short,
    signed,
    wrap,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (850, "850"), (1000, "1k"), (12_500, "12.5k"), (2_000_000, "2M"), (10**9, "1B")],
)
def test_short(value: int, said: str) -> None:
    assert short(value) == said


def test_a_change_always_carries_its_sign() -> None:
    assert [signed(v) for v in (3, 0, -1200)] == ["+3", "0", "−1,200"]
    assert [minus(v) for v in (3, 0, -1200)] == ["3", "0", "−1,200"]


def test_a_share_has_one_decimal_and_nothing_has_none() -> None:
    assert percent(1200, 5000) == "24.0%"
    assert percent(1, 3) == "33.3%"
    assert percent(1, 0) == ""


def test_days() -> None:
    day = parse_day("2026-11-21")
    assert day_month(day) == "21 Nov"
    assert month_year(day) == "Nov 26"
    assert full_day(day) == "Sat 21 Nov 2026"


def test_wrap_keeps_gaps_and_breaks_long_words() -> None:
    assert wrap("what if  no incidents", 40) == ["what if  no incidents"]
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 10) == [""]


@given(st.text(st.sampled_from("ab 東🇩é  "), max_size=60), st.integers(2, 30))
def test_no_line_is_too_wide_and_no_sign_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")

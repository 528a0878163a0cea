from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.charts.bar import bar
from tui.glyphs import ASCII, BRAILLE, GLYPHS


@pytest.mark.parametrize(
    ("value", "whole", "width", "drawn"),
    [
        (0, 100, 10, ""),
        (-5, 100, 10, ""),
        (5, 0, 10, ""),
        (100, 100, 4, "████"),
        (50, 100, 4, "██"),
        (38, 100, 10, "███▊"),
        (1, 1000, 4, "▏"),
        (250, 100, 4, "████"),
        (Fraction(1, 2), 1, 3, "█▌"),
    ],
)
def test_a_bar_in_blocks(value: int, whole: int, width: int, drawn: str) -> None:
    assert bar(value, whole, width, BRAILLE) == drawn


def test_a_bar_in_ascii_has_whole_cells_and_shows_the_least_value() -> None:
    assert bar(38, 100, 10, ASCII) == "###"
    assert bar(1, 1000, 10, ASCII) == "#"


@given(
    st.integers(0, 10**12),
    st.integers(1, 10**12),
    st.integers(1, 200),
    st.sampled_from(list(GLYPHS.values())),
)
def test_a_bar_never_overhangs_and_grows_with_its_value(value, whole, width, glyphs) -> None:  # type: ignore[no-untyped-def]
    drawn = bar(value, whole, width, glyphs)
    assert len(drawn) <= width
    assert (drawn == "") == (value == 0)
    assert len(bar(value + 1, whole, width, glyphs)) >= len(drawn)
    assert len(bar(whole, whole, width, glyphs)) == width

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.charts.sparkline import spark, spark_words
from tui.glyphs import ASCII, BRAILLE, GLYPHS

SCORES = (100, 88, 75, 63, 50, 38, 25, 13, 1, 0)


def test_the_scale_is_0_to_100_and_zero_is_the_lowest_sign() -> None:
    assert spark(SCORES, BRAILLE) == "███▇▆▅▄▃▂▁▁"[1:]


def test_in_ascii() -> None:
    assert spark(SCORES, ASCII) == "###**+=-__"


def test_a_gap_is_a_blank_and_a_short_history_ends_on_the_right() -> None:
    assert spark([None, 0, None, 100], BRAILLE) == "       ▁ █"
    assert spark([], BRAILLE) == " " * 10


def test_only_the_newest_ten_are_shown() -> None:
    assert spark([0] * 5 + [100] * 10, BRAILLE) == "█" * 10


def test_values_beyond_the_scale_stay_on_it() -> None:
    assert spark([-5, 500], BRAILLE, width=2) == "▁█"


def test_another_scale() -> None:
    assert spark([0, 40, 80], BRAILLE, top=80, width=3) == "▁▅█"
    with pytest.raises(ValueError, match="top"):
        spark([1], BRAILLE, top=0)


@given(st.lists(st.none() | st.integers(-10, 200), max_size=30), st.sampled_from(list(GLYPHS)))
def test_it_is_always_ten_cells(values: list[int | None], name: str) -> None:
    drawn = spark(values, GLYPHS[name])  # type: ignore[index]
    assert len(drawn) == 10
    shown = ([None] * 10 + values)[-10:]
    assert [sign == " " for sign in drawn] == [value is None for value in shown]


def test_in_words() -> None:
    assert spark_words([None, 72, None, 38]) == "72 → 38, lowest 38, highest 72"
    assert spark_words([55]) == "55, one score"
    assert spark_words([None]) == "no scores yet"

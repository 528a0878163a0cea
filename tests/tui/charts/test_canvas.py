from __future__ import annotations

from collections.abc import Sequence
from threading import Thread, current_thread, main_thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.charts.canvas import draw_line


def test_a_rising_line_in_ascii() -> None:
    assert draw_line([0, 5, 10], 10, 5, 5, "*") == [
        "    *",
        "   * ",
        "  *  ",
        " *   ",
        "*    ",
    ]


def test_a_gap_stays_empty() -> None:
    rows = draw_line([10, 10, 10, None, None, None, 10, 10, 10], 10, 9, 3, "*")
    assert rows[0] == "***   ***"


def test_nothing_known_is_blank() -> None:
    assert draw_line([None, None], 10, 6, 2, "braille") == [" " * 6, " " * 6]
    assert draw_line([], 10, 6, 2, "braille") == [" " * 6, " " * 6]


def test_a_single_point_is_seen() -> None:
    assert sum(cell != " " for row in draw_line([5], 10, 9, 3, "*") for cell in row) == 1


def test_the_same_twice_is_the_same() -> None:
    first = draw_line([1, 9, 3], 10, 12, 4, "braille")
    draw_line([500] * 40, 1000, 70, 9, "hd")
    assert draw_line([1, 9, 3], 10, 12, 4, "braille") == first


@pytest.mark.parametrize("marker", ["braille", "hd", "*"])
@settings(max_examples=50, deadline=None)
@given(
    values=st.lists(st.none() | st.integers(0, 10**9), max_size=40),
    width=st.integers(8, 120),
    height=st.integers(3, 20),
)
def test_it_fills_its_cells_and_no_more(
    marker: str, values: list[int | None], width: int, height: int
) -> None:
    rows = draw_line(values, 10**9, width, height, marker)
    assert len(rows) == height
    assert all(len(row) == width for row in rows)
    assert "\u2800" not in "".join(rows)
    drawn = any(row.strip() for row in rows)
    assert drawn == any(value is not None for value in values)


def test_more_points_than_cells_keep_their_extremes() -> None:
    values = [5] * 9_000
    values[4_321] = 100
    rows = draw_line(values, 100, 40, 5, "*")
    assert "*" in rows[0]
    assert rows == draw_line(values, 100, 40, 5, "*")


async def test_lines_are_drawn_away_from_the_event_loop(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[Thread] = []

    def noted(
        values: Sequence[int | None], top: int, width: int, height: int, marker: str
    ) -> list[str]:
        threads.append(current_thread())
        return draw_line(values, top, width, height, marker)

    monkeypatch.setattr("tui.charts.kinds.line.draw_line", noted)
    async with using(demo_ctx, (160, 48)) as hand:
        # Portfolio, then a client whose usage stands beside its overview, then its tab.
        for keys in (
            ("0", "up", "left"),
            ("1", "end", "enter", "left"),
            ("right_square_bracket",),
        ):
            before = len(threads)
            await hand.press(*keys)
            await hand.settle()
            assert len(threads) > before, keys
    assert main_thread() not in threads

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.samples import BARE, LOOKS, assert_fits
from tui.charts.frame import BLANK, Cell, foot, frame_of, painted

_ENDS = st.tuples(st.integers(-(10**15), 10**15), st.integers(1, 10**15))


@given(_ENDS, st.integers(20, 300), st.integers(1, 60))
def test_a_frame_keeps_to_its_room(ends: tuple[int, int], width: int, height: int) -> None:
    low, span = ends
    frame = frame_of(low, low + span, width, height)
    assert frame.margin + frame.room < width
    assert frame.height >= 3
    assert frame.row_of(low) == frame.height - 1
    assert frame.row_of(low + span) == 0
    grid = [[BLANK] * frame.room for _ in range(frame.height)]
    for look in LOOKS:
        lines = [*painted(frame, grid, look), *foot(frame, look, [(0, "a")], 5, 4)]
        assert_fits(lines, width, look)
        assert len(lines) == frame.height + 2


def test_words_stand_behind_their_row() -> None:
    frame = frame_of(0, 10, 30, 3, right=6)
    grid: list[list[Cell]] = [[("*", "accent")] * frame.room for _ in range(3)]
    drawn = [line.plain for line in painted(frame, grid, BARE, {1: ("mean", "accent")})]
    assert drawn[1].endswith("* mean")
    assert drawn[0].endswith("*")

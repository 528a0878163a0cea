"""The window over rows: whatever is pressed, the cursor is on the screen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from tui.palette import Look
from tui.widgets.row_window import RowWindow, railed

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.integers(-60, 60)),
        st.tuples(st.just("shift"), st.integers(-60, 60)),
        st.tuples(st.just("count"), st.integers(0, 200)),
        st.tuples(st.just("height"), st.integers(0, 40)),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_cursor_is_always_on_the_screen(steps: list[tuple[str, int]]) -> None:
    window = RowWindow()
    for what, value in steps:
        if what == "step":
            window.step(value)
        elif what == "shift":
            window.shift(value)
            window.resize(window.count, window.height)
        elif what == "count":
            window.resize(value, window.height)
        else:
            window.resize(window.count, value)
        assert 0 <= window.at < max(1, window.count)
        assert window.top <= window.at < window.top + window.height
        assert window.top <= max(0, window.count - window.height)


def test_only_rows_on_the_screen_are_drawn() -> None:
    window, asked = RowWindow(), []

    def row(index: int, width: int) -> Text:
        asked.append(index)
        return Text(f"row {index} of {width}", end="")

    window.resize(1_000_000, 5)
    window.last()
    lines = window.draw(row, Look(), 20, 5)
    assert asked == list(range(999_995, 1_000_000))
    assert [line.plain for line in lines][-1].startswith("row 999999 of 19")
    assert all(line.cell_len == 20 for line in lines)


def test_rows_that_come_in_before_leave_the_same_ones_on_the_screen() -> None:
    window = RowWindow()
    window.resize(10, 4)
    window.step(3)
    window.count = 60
    window.shift(50)
    assert (window.at, window.top) == (53, 50)


def test_the_rail_has_a_thumb_where_there_is_more() -> None:
    look = Look()
    plain = [Text("x", end="") for _ in range(4)]
    few = railed(plain, 0, 4, look, 10)
    many = railed(plain, 96, 100, look, 10)
    assert {line.plain[-1] for line in few} == {look.glyphs.bar}
    assert many[-1].plain[-1] == look.glyphs.full

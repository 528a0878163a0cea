from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.tui.widgets.rows import Item, item
from tui.widgets.page_source import PAGE_ROWS
from tui.widgets.window_state import AHEAD, WindowState, thumb


def page(number: int, size: int) -> list[Item]:
    start = number * PAGE_ROWS
    return [item(n) for n in range(start, min(start + PAGE_ROWS, size))]


def state_of(size: int, height: int = 20) -> WindowState[Item]:
    state: WindowState[Item] = WindowState()
    state.resize(height)
    state.put_window(0, {0: page(0, size)}, new_source=True)
    if not state.counted:
        state.set_total(size, capped=False)
    return state


def test_the_first_page_shows_and_the_count_follows() -> None:
    state: WindowState[Item] = WindowState()
    state.resize(20)
    state.put_window(0, {0: page(0, 10_000)}, new_source=True)
    assert (state.total, state.counted) == (PAGE_ROWS, False)
    assert state.visible == range(20)
    state.set_total(10_000, capped=False)
    assert (state.total, state.counted) == (10_000, True)


def test_a_short_page_is_the_count() -> None:
    assert state_of(7).counted
    assert state_of(0).visible == range(0)
    assert state_of(0).cursor_row is None


def test_the_cursor_stays_on_the_list_and_in_view() -> None:
    state = state_of(10_000)
    state.move_to(25)
    assert (state.cursor, state.top) == (25, 6)
    state.move_to(10)
    assert state.top == 6
    state.move_to(-5)
    assert (state.cursor, state.top) == (0, 0)
    state.move_to(99_999)
    assert (state.cursor, state.top) == (9_999, 9_980)


def test_a_page_moves_cursor_and_window_together() -> None:
    state = state_of(10_000)
    state.move_to(5)
    state.page_to(20)
    assert (state.cursor, state.top) == (25, 20)
    state.page_to(-20)
    assert (state.cursor, state.top) == (5, 0)
    state.page_to(-20)
    assert (state.cursor, state.top) == (0, 0)


def test_what_is_wanted_now_and_soon() -> None:
    state = state_of(10_000)
    assert list(state.wanted_now()) == []
    state.move_to(PAGE_ROWS - AHEAD - 2)
    assert list(state.wanted_soon()) == []
    state.move_to(PAGE_ROWS - AHEAD)
    assert list(state.wanted_soon()) == [1]
    state.move_to(9_999)
    assert list(state.wanted_now()) == [38, 39]
    state.put(38, page(38, 10_000))
    assert list(state.wanted_now()) == [39]


def test_past_a_capped_count_the_next_page_is_asked_for() -> None:
    state = state_of(3 * PAGE_ROWS)
    state.set_total(2 * PAGE_ROWS, capped=True)
    state.move_to(2 * PAGE_ROWS - 1)
    state.put(1, page(1, 3 * PAGE_ROWS))
    assert list(state.wanted_soon()) == [2]
    state.put(2, page(2, 3 * PAGE_ROWS))
    assert state.total == 3 * PAGE_ROWS
    state.put(3, [])
    assert (state.total, state.capped) == (3 * PAGE_ROWS, False)


def test_reading_again_moves_the_cursor_with_its_row_on_the_same_line() -> None:
    state = state_of(1000)
    state.move_to(25)
    line = state.cursor - state.top
    moved = [item(n) for n in range(100, 100 + PAGE_ROWS)]
    moved[60] = item(25)
    state.put_window(60, {0: moved}, new_source=False)
    assert (state.cursor, state.cursor_id) == (60, 25)
    assert state.cursor - state.top == line
    assert not state.counted
    assert state.total == 1000


def test_a_row_that_is_gone_leaves_its_place_to_the_next() -> None:
    state = state_of(1000)
    state.move_to(25)
    left = [item(n) for n in range(PAGE_ROWS + 1) if n != 25]
    state.put_window(25, {0: left}, new_source=False)
    assert (state.cursor, state.cursor_id) == (25, 26)


def test_a_page_read_again_in_another_order_keeps_the_row() -> None:
    state = state_of(1000)
    state.move_to(30)
    top = state.top
    shifted = [item(9_999), *page(0, 1000)[:-1]]
    state.put(0, shifted)
    assert (state.cursor, state.cursor_id, state.top) == (31, 30, top + 1)


def test_fewer_rows_than_thought_pull_the_cursor_up() -> None:
    state = state_of(1000)
    state.move_to(999)
    state.put(3, page(3, 800))
    assert (state.total, state.cursor) == (800, 799)


def test_a_higher_screen_keeps_the_cursor_on_it() -> None:
    state = state_of(1000)
    state.move_to(25)
    state.resize(5)
    assert state.cursor in state.visible
    state.scroll_to(500)
    state.resize(8)
    assert state.top == 500


def test_the_thumb_touches_the_end_only_at_the_end() -> None:
    assert thumb(0, 20, 20) == range(0)
    assert thumb(0, 0, 500) == range(0)
    assert thumb(0, 20, 1_000_000) == range(1)
    assert thumb(999_980, 20, 1_000_000) == range(19, 20)
    assert thumb(999_979, 20, 1_000_000) == range(18, 19)


@given(st.integers(1, 60), st.integers(1, 10**6), st.data())
def test_the_thumb_is_on_the_bar(height: int, more: int, data: st.DataObject) -> None:
    total = height + more
    top = data.draw(st.integers(0, more))
    lines = thumb(top, height, total)
    assert 0 <= lines.start < lines.stop <= height
    assert (lines.stop == height) == (top == more) or len(lines) == height


class Moving(RuleBasedStateMachine):
    """Whatever is done, the cursor is on the list and the window within it."""

    @initialize(size=st.integers(0, 3000), height=st.integers(1, 60))
    def start(self, size: int, height: int) -> None:
        self.size = size
        self.state = state_of(size, height)

    @rule(index=st.integers(-10, 4000))
    def move(self, index: int) -> None:
        self.state.move_to(index)
        assert not self.size or self.state.cursor in self.state.visible

    @rule(rows=st.integers(-100, 100))
    def page(self, rows: int) -> None:
        self.state.page_to(rows)
        assert not self.size or self.state.cursor in self.state.visible

    @rule(top=st.integers(-10, 4000))
    def scroll(self, top: int) -> None:
        self.state.scroll_to(top)

    @rule(height=st.integers(1, 60))
    def resize(self, height: int) -> None:
        self.state.resize(height)

    @rule(size=st.integers(0, 3000))
    def recount(self, size: int) -> None:
        self.size = size
        self.state.set_total(size, capped=False)

    @rule()
    def read(self) -> None:
        for number in list(self.state.wanted_now()):
            self.state.put(number, page(number, self.size))

    @invariant()
    def in_bounds(self) -> None:
        state = self.state
        assert 0 <= state.cursor <= max(0, state.total - 1)
        assert 0 <= state.top <= max(0, state.total - state.height)
        assert len(state.visible) == min(state.height, state.total)
        row = state.cursor_row
        assert row is None or row.id == state.cursor_id


TestMoving = Moving.TestCase

"""What is read, in which order, and what becomes of it: without any screen."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from tests.tui.widgets.rows import Item, Items, item
from tui.widgets.page_source import PAGE_ROWS
from tui.widgets.window_feed import WindowFeed
from tui.widgets.window_reader import Answer
from tui.widgets.window_state import AHEAD, WindowState


class Desk:
    """A feed, and the loop that a widget would be."""

    def __init__(self) -> None:
        self.answers: queue.SimpleQueue[Answer[Item]] = queue.SimpleQueue()
        self.state: WindowState[Item] = WindowState()
        self.state.resize(20)
        self.feed = WindowFeed(self.state, self.answers.put)

    def step(self) -> BaseException | None:
        """One answer."""
        error = self.feed.take(self.answers.get(timeout=60))
        self.feed.pump()
        return error

    def settle(self) -> None:
        """All answers until nothing is wanted."""
        while True:
            try:
                answer = self.answers.get(timeout=0.1)
            except queue.Empty:
                return
            self.feed.take(answer)
            self.feed.pump()

    def move_to(self, index: int) -> None:
        self.state.move_to(index)
        self.feed.pump()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.feed.close()


def test_the_first_page_then_the_count_then_nothing(desk: Desk) -> None:
    source = Items(1_000_000)
    desk.feed.set_source(source)
    desk.settle()
    assert source.calls == [("page", 0), ("count", 0)]
    assert desk.state.total == 1_000_000
    assert desk.state.cursor_id == 0


def test_a_short_list_needs_no_count(desk: Desk) -> None:
    source = Items(7)
    desk.feed.set_source(source)
    desk.settle()
    assert source.calls == [("page", 0)]
    assert desk.state.counted


def test_nothing_is_read_without_room(desk: Desk) -> None:
    source = Items(100)
    desk.state.resize(0)
    desk.feed.set_source(source)
    assert source.calls == []
    desk.state.resize(10)
    desk.feed.pump()
    desk.settle()
    assert source.calls == [("page", 0)]


def test_the_next_page_comes_before_it_is_needed(desk: Desk) -> None:
    source = Items(10_000)
    desk.feed.set_source(source)
    desk.settle()
    desk.move_to(PAGE_ROWS - AHEAD - 1)
    desk.settle()
    assert source.calls[-1] == ("count", 0)
    desk.move_to(PAGE_ROWS - AHEAD)
    desk.settle()
    assert source.calls[-1] == ("page", 1)
    assert list(desk.state.wanted_now()) == []


def test_a_jump_stops_the_count(desk: Desk) -> None:
    source = Items(10_000, held=lambda kind, _: kind == "count")
    desk.feed.set_source(source)
    desk.step()
    source.await_call("count", 0)
    desk.state.total = 10_000
    desk.move_to(5_000)
    assert source.interrupts == 1
    assert desk.step() is None, "what we stopped ourselves is no error"
    desk.step()
    assert desk.state.cursor_row == item(5_000)
    source.gate.set()
    desk.settle()
    assert source.calls.count(("count", 0)) == 2
    assert desk.state.counted


def test_pages_passed_by_are_never_read(desk: Desk) -> None:
    source = Items(1_000_000)
    desk.feed.set_source(source)
    desk.settle()
    source.held = lambda kind, page: (kind, page) == ("page", 999)
    desk.move_to(256_000)
    source.await_call("page", 999)
    for index in range(266_000, 900_000, 10_000):
        desk.move_to(index)
    desk.settle()
    assert {page for kind, page in source.calls if kind == "page"} == {0, 999, 3499, 3500}
    assert source.interrupts >= 1
    assert desk.state.cursor_row == item(896_000)


def test_reading_again_keeps_the_row(desk: Desk) -> None:
    source = Items(10_000)
    desk.feed.set_source(source)
    desk.settle()
    desk.move_to(30)
    source.make, source.place = (lambda n: item(n - 600)), (lambda i: i + 600)
    desk.feed.refresh()
    desk.settle()
    assert (desk.state.cursor, desk.state.cursor_id) == (630, 30)
    assert desk.state.top == 630 - 19


def test_a_cursor_that_moved_on_is_not_pulled_back(desk: Desk) -> None:
    source = Items(10_000)
    desk.feed.set_source(source)
    desk.settle()
    desk.move_to(10)
    source.held = lambda kind, number: (kind, number) == ("position", 10)
    desk.feed.refresh()
    desk.move_to(5_000)
    source.gate.set()
    desk.settle()
    assert (desk.state.cursor, desk.state.cursor_id) == (5_000, 5_000)


def test_another_source_keeps_the_row_or_goes_to_the_top(desk: Desk) -> None:
    desk.feed.set_source(Items(10_000))
    desk.settle()
    desk.move_to(400)
    desk.settle()
    desk.feed.set_source(
        Items(10_000, make=lambda n: item(9_999 - n), place=lambda i: 9_999 - i)
    )
    assert desk.state.cursor_row == item(400), "the old rows stay until the new ones come"
    desk.settle()
    assert (desk.state.cursor, desk.state.cursor_id) == (9_599, 400)
    desk.feed.set_source(Items(50))
    desk.settle()
    assert (desk.state.cursor, desk.state.total) == (0, 50)


def test_answers_of_an_old_source_are_dropped(desk: Desk) -> None:
    old = Items(10_000, held=lambda *_: True)
    desk.feed.set_source(old)
    old.await_call("page", 0)
    desk.feed.set_source(Items(3, make=lambda n: item(n + 70)))
    desk.settle()
    assert old.interrupts >= 1
    assert desk.state.total == 3
    assert desk.state.cursor_id == 70


def test_a_row_is_sought_by_its_id(desk: Desk) -> None:
    desk.feed.set_source(Items(1_000_000))
    desk.settle()
    desk.feed.seek(777_777)
    desk.settle()
    assert desk.state.cursor_row == item(777_777)
    assert desk.state.visible[0] < 777_777 < desk.state.visible[-1]
    desk.feed.seek(2_000_000)
    desk.settle()
    assert desk.state.cursor_id == 777_777


def test_an_error_is_told_once_and_reading_stops_until_asked_again(desk: Desk) -> None:
    source = Items(10_000)
    desk.feed.set_source(source)
    desk.settle()
    source.fails = OSError("locked")
    desk.move_to(5_000)
    assert isinstance(desk.step(), OSError)
    calls = len(source.calls)
    desk.move_to(6_000)
    desk.settle()
    assert len(source.calls) == calls
    source.fails = None
    desk.feed.refresh()
    desk.settle()
    assert desk.state.cursor_row == item(6_000)

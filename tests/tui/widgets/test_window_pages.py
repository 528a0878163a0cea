from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.rows import Item, item
from tui.widgets.page_source import PAGE_ROWS
from tui.widgets.window_pages import MOST_PAGES, WindowPages


def page(number: int, rows: int = PAGE_ROWS) -> list[Item]:
    return [item(number * PAGE_ROWS + i) for i in range(rows)]


def test_a_row_is_found_by_place_and_by_id() -> None:
    pages: WindowPages[Item] = WindowPages()
    pages.put(3, page(3, 10), near=0)
    assert pages.row(3 * PAGE_ROWS + 9) == item(777)
    assert pages.row(3 * PAGE_ROWS + 10) is None
    assert pages.row(0) is None
    assert pages.row(-1) is None
    assert pages.find(777) == 777
    assert pages.find(5) is None


def test_only_missing_pages_are_named() -> None:
    pages: WindowPages[Item] = WindowPages()
    pages.put(1, page(1), near=0)
    assert list(pages.missing(200, 600)) == [0, 2]
    assert list(pages.missing(-50, 10)) == [0]
    assert 1 in pages


def test_replacing_drops_all_others() -> None:
    pages: WindowPages[Item] = WindowPages()
    pages.put(1, page(1), near=0)
    pages.replace({7: page(7)})
    assert pages.held == (7,)


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=60), st.integers(0, 4000))
def test_the_nearest_pages_are_kept(wanted: list[int], centre: int) -> None:
    pages: WindowPages[Item] = WindowPages()
    for number in wanted:
        pages.put(number, [], near=centre * PAGE_ROWS)
    assert len(pages.held) == min(MOST_PAGES, len(set(wanted)))
    farthest_kept = max(abs(number - centre) for number in pages.held)
    dropped = set(wanted) - set(pages.held)
    assert all(abs(number - centre) >= farthest_kept for number in dropped)

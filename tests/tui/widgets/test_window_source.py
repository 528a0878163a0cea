"""The list and its source: slow, failing, another one, rows that move and counts that grow."""

from __future__ import annotations

import threading

from tests.tui.widgets.list_app import ListApp
from tests.tui.widgets.rows import Item, Items, item
from tests.tui.widgets.running import MILLION, running
from tests.tui.widgets.screen_text import screen_lines, until
from tui.widgets.window_messages import CountChanged, ReadFailed, RowHighlighted, RowOpened


async def test_the_first_page_is_painted_before_the_count_is_known() -> None:
    source = Items(MILLION, held=lambda kind, _: kind == "count")
    app = ListApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Client 22" in screen_lines(app)[23])
        assert app.last(CountChanged) is None
        source.gate.set()
        await until(pilot, lambda: app.last(CountChanged) is not None)
        assert app.window.total == MILLION


async def test_a_slow_source_shows_placeholders_and_never_holds_a_key() -> None:
    source = Items(MILLION)
    async with running(source) as (app, pilot):
        source.held = lambda kind, _: kind == "page"
        await pilot.press("end")
        lines = screen_lines(app)
        assert lines[23].startswith("►  · ")
        assert lines[10].startswith("   · ")
        await pilot.press("up")
        assert screen_lines(app)[22].startswith("►  · ")
        source.gate.set()
        await until(pilot, lambda: app.window.cursor_row == item(MILLION - 2))
        await pilot.pause()
        assert screen_lines(app)[22].startswith("►  Client 999,998")


async def test_the_source_is_never_called_on_the_drawing_thread() -> None:
    source = Items(MILLION)
    async with running(source) as (app, pilot):
        await pilot.press("end", "pageup", "home", "pagedown")
        app.window.refresh_rows()
        app.window.select(500_000)
        await until(pilot, lambda: app.window.cursor_row == item(500_000))
        assert threading.get_ident() not in source.threads
        assert len(source.threads) == 1


async def test_a_row_that_changes_is_drawn_alone_and_told() -> None:
    source = Items(MILLION)
    async with running(source) as (app, pilot):
        source.make = lambda n: Item(n, f"Client {n:,}", 99 if n in {0, 4} else n % 101)
        app.painted.clear()
        app.window.refresh_rows()
        await until(pilot, lambda: bool(app.painted))
        await pilot.pause()
        assert sorted(app.painted) == [1, 5]
        told = app.last(RowHighlighted)
        assert isinstance(told, RowHighlighted)
        assert told.row == Item(0, "Client 0", 99)


async def test_another_source_keeps_the_cursor_on_its_row() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.press("pagedown", "down", "down")
        assert app.window.cursor_row == item(25)
        line = next(y for y, text in enumerate(screen_lines(app)) if text.startswith("►"))
        app.window.set_source(
            Items(500, make=lambda n: item(499 - n), place=lambda row_id: 499 - row_id)
        )
        await until(pilot, lambda: app.window.total == 500)
        await pilot.pause()
        assert app.window.cursor_row == item(25)
        assert app.window.cursor_index == 474
        assert screen_lines(app)[line].startswith("►  Client 25 ")


async def test_another_source_without_the_row_starts_at_the_top() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.press("end")
        app.window.set_source(Items(3))
        await until(pilot, lambda: app.window.total == 3)
        assert app.window.cursor_index == 0
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[1].startswith("►  Client 0 ")
        assert lines[3].startswith("   Client 2 ")
        assert lines[4].strip() == "│"


async def test_rows_moving_beneath_the_cursor_take_it_along() -> None:
    source = Items(MILLION)
    async with running(source) as (app, pilot):
        await pilot.press("down", "down")
        source.make, source.place = (lambda n: item(n - 7)), (lambda row_id: row_id + 7)
        app.window.refresh_rows()
        await until(pilot, lambda: app.window.cursor_index == 9)
        assert app.window.cursor_row == item(2)


async def test_a_list_of_nothing() -> None:
    async with running(Items(0)) as (app, pilot):
        await pilot.press("down", "end", "enter", "space", "pagedown")
        assert app.window.cursor_row is None
        assert app.last(RowOpened) is None
        assert [line.strip() for line in screen_lines(app)[1:]] == ["│"] * 23
        counted = app.last(CountChanged)
        assert isinstance(counted, CountChanged)
        assert counted.total == 0


async def test_how_many_the_old_rows_were_is_no_news_of_the_new_ones() -> None:
    async with running(Items(0)) as (app, pilot):
        go_on = threading.Event()
        app.window.set_source(Items(5, held=lambda *_: not go_on.is_set()))
        told = app.last(CountChanged)
        await pilot.resize_terminal(80, 20)
        await pilot.pause(0.05)
        assert app.last(CountChanged) is told
        go_on.set()
        await until(pilot, lambda: app.window.total == 5)


async def test_a_list_without_a_source_is_blank() -> None:
    async with running(None) as (app, pilot):
        await pilot.press("down", "end")
        assert app.last(RowHighlighted) is None
        app.window.set_source(Items(5))
        await until(pilot, lambda: app.window.total == 5)


async def test_a_capped_count_says_so_and_grows_when_looked_at() -> None:
    source = Items(1000, cap=512)
    async with running(source) as (app, pilot):
        counted = app.last(CountChanged)
        assert isinstance(counted, CountChanged)
        assert (counted.total, counted.capped) == (512, True)
        await pilot.press("end")
        await until(pilot, lambda: app.window.total > 512)
        for _ in range(4):
            await pilot.press("end")
            await pilot.pause(0.05)
        assert app.window.total == 1000
        counted = app.last(CountChanged)
        assert isinstance(counted, CountChanged)
        assert (counted.total, counted.capped) == (1000, False)


async def test_a_failed_read_keeps_the_rows_and_is_told() -> None:
    source = Items(MILLION)
    async with running(source) as (app, pilot):
        source.fails = OSError("locked")
        app.window.refresh_rows()
        await until(pilot, lambda: app.last(ReadFailed) is not None)
        failed = app.last(ReadFailed)
        assert isinstance(failed, ReadFailed)
        assert str(failed.error) == "locked"
        assert screen_lines(app)[1].startswith("►  Client 0")
        source.fails = None
        app.window.refresh_rows()
        await pilot.press("end")
        await until(pilot, lambda: app.window.cursor_row == item(MILLION - 1))

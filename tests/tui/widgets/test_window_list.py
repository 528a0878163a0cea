"""The list on a screen: driven by keys, fed by a source of a million rows."""

from __future__ import annotations

import pytest
from rich.color import ColorType
from textual.events import MouseScrollDown, MouseScrollUp

from tests.tui.widgets.list_app import ListApp
from tests.tui.widgets.rows import COLUMNS, NAME, Item, Items, item
from tests.tui.widgets.running import MILLION, running
from tests.tui.widgets.screen_text import screen_lines, until
from themes.load import load
from tui.glyphs import ASCII
from tui.palette import MONO, Look, Palette
from tui.widgets.window_messages import (
    CountChanged,
    MarksChanged,
    RowHighlighted,
    RowOpened,
    ViewMoved,
)


async def test_the_first_frame_of_a_million_rows() -> None:
    async with running(Items(MILLION)) as (app, _):
        lines = screen_lines(app)
        assert lines[0] == "   CLIENT" + " " * 58 + "HEALTH OWN  │"
        assert lines[1] == "►  Client 0" + " " * 61 + "0 ana  █"
        assert lines[2] == "   Client 1" + " " * 61 + "1 ana  │"
        assert lines[23] == "   Client 22" + " " * 59 + "22 ana  │"
        counted = app.last(CountChanged)
        assert isinstance(counted, CountChanged)
        assert (counted.total, counted.capped) == (MILLION, False)
        seen = app.last(ViewMoved)
        assert isinstance(seen, ViewMoved)
        assert (seen.first, seen.last) == (1, 23)


async def test_the_keys_move_the_cursor() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        for key, index in (
            ("down", 1),
            ("pagedown", 24),
            ("ctrl+d", 35),
            ("ctrl+u", 24),
            ("pageup", 1),
            ("up", 0),
            ("up", 0),
            ("end", MILLION - 1),
            ("down", MILLION - 1),
            ("home", 0),
        ):
            await pilot.press(key)
            assert app.window.cursor_index == index, key


async def test_a_jump_to_the_end_shows_the_last_rows_and_the_thumb_at_the_foot() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.press("end")
        await until(pilot, lambda: app.window.cursor_row == item(MILLION - 1))
        await pilot.pause()
        lines = screen_lines(app)
        assert lines[23].startswith("►  Client 999,999")
        assert lines[23].endswith("█")
        assert lines[1].startswith("   Client 999,977")
        assert lines[1].endswith("│")
        told = app.last(RowHighlighted)
        assert isinstance(told, RowHighlighted)
        assert (told.row, told.index) == (item(MILLION - 1), MILLION - 1)


async def test_a_cursor_move_draws_two_lines() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.pause()
        app.painted.clear()
        await pilot.press("down")
        assert sorted(app.painted) == [1, 2]


async def test_nothing_is_drawn_when_nothing_has_changed() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.press("down")
        await pilot.pause()
        app.painted.clear()
        heard = len(app.heard)
        app.window.refresh_rows()
        await until(pilot, lambda: app.window._feed._reader.busy is None)
        app.window.move_by(0)
        await pilot.pause(0.05)
        assert app.painted == []
        assert len(app.heard) == heard


async def test_enter_opens_the_row() -> None:
    async with running(Items(100)) as (app, pilot):
        await pilot.press("down", "enter")
        opened = app.last(RowOpened)
        assert isinstance(opened, RowOpened)
        assert opened.row == item(1)


async def test_marks_are_signs_and_stay_on_their_rows() -> None:
    source = Items(1000)
    async with running(source) as (app, pilot):
        await pilot.press("space", "down", "shift+down", "shift+down")
        assert [line[:3] for line in screen_lines(app)[1:6]] == [
            " ✓ ",
            " ✓ ",
            " ✓ ",
            "►✓ ",
            "   ",
        ]
        told = app.last(MarksChanged)
        assert isinstance(told, MarksChanged)
        assert (told.marked, told.by_query) == (4, False)
        await pilot.press("asterisk")
        assert all(line[1] == "✓" for line in screen_lines(app)[1:])
        told = app.last(MarksChanged)
        assert isinstance(told, MarksChanged)
        assert (told.marked, told.by_query) == (1000, True)
        await pilot.press("space")
        told = app.last(MarksChanged)
        assert isinstance(told, MarksChanged)
        assert told.marked == 999
        app.window.clear_marks()
        await pilot.pause()
        assert all(line[1] == " " for line in screen_lines(app)[1:])


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        for wheel, top in ((MouseScrollDown, 3), (MouseScrollDown, 6), (MouseScrollUp, 3)):
            await pilot._post_mouse_events([wheel], app.window, (10, 10))
            await pilot.pause()
            assert screen_lines(app)[1].startswith(f"   Client {top}")
        assert app.window.cursor_index == 0
        await pilot.press("down")
        assert screen_lines(app)[1].startswith("►  Client 1")


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.click(app.window, offset=(10, 5))
        assert app.window.cursor_index == 4
        assert app.last(RowOpened) is None
        await pilot.click(app.window, offset=(10, 0))
        assert app.window.cursor_index == 4
        await pilot.click(app.window, offset=(10, 7), times=2)
        opened = app.last(RowOpened)
        assert isinstance(opened, RowOpened)
        assert opened.row == item(6)


async def test_a_click_on_the_scroll_bar_jumps_there() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.click(app.window, offset=(79, 12))
        seen = app.last(ViewMoved)
        assert isinstance(seen, ViewMoved)
        assert 400_000 < seen.first < 600_000
        assert app.window.cursor_index == 0


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (160, ("name", "score", "owner")),
        (24, ("name", "score", "owner")),
        (21, ("name", "score")),
    ],
)
async def test_columns_go_by_priority(width: int, columns: tuple[str, ...]) -> None:
    async with running(Items(100), size=(width, 10)) as (app, pilot):
        await pilot.pause()
        assert app.window.shown_columns == columns
        assert all(len(line) == width for line in screen_lines(app))


async def test_resizing_keeps_the_cursor_on_the_screen() -> None:
    async with running(Items(MILLION)) as (app, pilot):
        await pilot.press(*["down"] * 20)
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert any(line.startswith("►  Client 20 ") for line in screen_lines(app))


async def test_ascii_and_mono_lose_nothing() -> None:
    async with running(Items(MILLION), Look(MONO, ASCII)) as (app, pilot):
        await pilot.press("space", "down")
        lines = screen_lines(app)
        assert all(line.isascii() for line in lines)
        assert lines[1].startswith(" x Client 0")
        assert lines[2].startswith(">  Client 1")
        assert lines[1].endswith("#")
        assert lines[5].endswith("|")


async def test_the_cursor_line_is_one_segment_in_reverse_and_others_as_few_as_can_be() -> None:
    look = Look(Palette(load("dark")))
    async with running(Items(MILLION), look) as (app, pilot):
        await pilot.pause()
        cursor = list(app.window.render_line(1))
        assert len(cursor) == 2
        assert cursor[0].style is not None
        assert cursor[0].style.reverse
        # Name, score in its colour, owner and padding, bar.
        assert [segment.text.strip() for segment in app.window.render_line(23)] == [
            "Client 22",
            "22",
            "ana",
            "│",
        ]


async def test_another_look_and_other_columns_are_drawn_at_once() -> None:
    async with running(Items(100)) as (app, pilot):
        app.window.use_look(Look(MONO, ASCII))
        await pilot.pause()
        assert screen_lines(app)[1].startswith(">  Client 0")
        app.window.set_columns([NAME])
        await pilot.pause()
        assert screen_lines(app)[0].split() == ["CLIENT", "|"]
        assert app.window.shown_columns == ("name",)


async def test_hostile_names_reach_the_screen_harmless_and_in_their_cells() -> None:
    names = [
        "\x1b]52;c;aGk=\x07",
        "東京データ" * 9,
        "a\u202eb",
        "[red]x[/]",
        "e" + "\u0301" * 30,
    ]
    source = Items(5, make=lambda n: Item(n, names[n], 50))
    async with running(source) as (app, _):
        lines = screen_lines(app)
        assert all("\x1b" not in line and "\u202e" not in line for line in lines)
        assert "[red]x[/]" in lines[4]
        strips = [app.window.render_line(y) for y in range(1, 6)]
        assert {strip.cell_length for strip in strips} == {80}
        assert {sum(s.cell_length for s in strip) for strip in strips} == {80}


async def test_the_list_binds_no_key_of_its_own() -> None:
    async with running(Items(5)) as (app, _):
        assert app.window._bindings.key_to_bindings == {}
        assert len(COLUMNS) == len(app.window.shown_columns)


async def test_the_ansi_theme_keeps_the_terminals_own_ground() -> None:
    app = ListApp(Items(100), Look(Palette(load("ansi"))))
    app.theme = "ansi-dark"
    async with app.run_test(size=(60, 10)) as pilot:
        await until(pilot, lambda: app.window.cursor_row == item(0))
        await pilot.pause()
        own = {ColorType.DEFAULT, ColorType.STANDARD}
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                assert style is not None
                assert all(c is None or c.type in own for c in (style.color, style.bgcolor))

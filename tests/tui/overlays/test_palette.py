"""The palette: found while it is typed, done once it has closed."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from core.values.errors import UsageError
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.charts.samples import BARE, LOOKS
from tests.tui.overlays.shell_app import ShellApp, closed, shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.overlays.palette import PaletteOverlay, run
from tui.overlays.palette_hits import Hit
from tui.palette import Look
from tui.places import Place


def labels(overlay: PaletteOverlay) -> list[str]:
    return [hit.label for hit in overlay.hits]


async def test_first_it_shows_what_can_be_done_here_with_its_keys(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, _, overlay):
        lines = screen_lines(app)
        assert lines[2].startswith("┌─ Palette ──")
        assert lines[3].startswith("│ › an action, a place, a client, a theme, a day")
        assert lines[4].startswith("│► action  sort ")
        assert lines[4].rstrip("│█ ").endswith(" s")
        assert lines[23].startswith(" ⏎ do it ")
        assert "count the bells" in labels(overlay)
        assert "why" not in labels(overlay)
        assert not [hit for hit in overlay.hits if hit.kind == "client"]


async def test_an_action_is_done_after_it_has_closed(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, _):
        await pilot.press(*"count", "enter")
        await until(pilot, lambda: closed(app))
        await pilot.pause()
        assert app.small.did == ["count"]


async def test_a_place_by_its_key(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, overlay):
        await pilot.press(*"g c")
        await pilot.pause()
        assert labels(overlay)[0] == "Clients"
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("go", Place("clients"))]


async def test_clients_come_in_by_name_and_by_id(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, overlay):
        await pilot.press(*"dalt")
        await until(pilot, lambda: labels(overlay) == ["Dalton Outfitters"])
        words = screen_lines(app)[4].split()
        assert words[:7] == ["│►", "client", "Dalton", "Outfitters", "healthy", "89", "C-0013"]
        await pilot.press("ctrl+u", *"c-0001")
        await until(pilot, lambda: labels(overlay)[:1] == ["Umber Energy"])
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("go", Place("client", "C-0001"))]
        assert closed(app)


async def test_a_hostile_name_is_shown_harmless(ctx: Context) -> None:
    async with shown(ctx, "palette", size=(200, 50)) as (app, pilot, overlay):
        await pilot.press(*"hartm")
        await until(pilot, lambda: len(labels(overlay)) == 1)
        text = "\n".join(screen_lines(app))
        assert "client  [bold red]Hartmann[/] �[31m�" in text
        assert not any(ord(char) < 32 and char != "\n" for char in text)


async def test_a_role_that_may_not_read_clients_does_not_ask(demo_master: object) -> None:
    ctx = context(demo_master, DEMO_NOW, role="auditor")  # type: ignore[arg-type]
    async with shown(ctx, "palette") as (app, pilot, overlay):
        await pilot.press(*"dalton")
        await pilot.pause(0.2)
        assert labels(overlay) == []
        assert not app.session.back.busy("palette.clients")
        assert "nothing fits" in "\n".join(screen_lines(app))


async def test_a_theme_and_a_day(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, _):
        await pilot.press(*"theme light", "enter")
        await until(pilot, lambda: bool(app.heard))
        app.show("palette", app.small)
        await pilot.pause()
        await pilot.press(*"as of 2026-06-30", "enter")
        await until(pilot, lambda: len(app.heard) == 2)
        assert app.heard == [("use_theme", "light"), ("set_day", "2026-06-30")]


async def test_the_cursor_moves_and_stays_in_view(ctx: Context) -> None:
    async with shown(ctx, "palette", size=(60, 16), look=BARE) as (app, pilot, overlay):
        await until(pilot, lambda: any(hit.kind == "view" for hit in overlay.hits))
        await pilot.press("down", "down", "up")
        assert overlay.chosen is overlay.hits[1]
        await pilot.press("pagedown")
        assert overlay.chosen is overlay.hits[overlay.view.size.height]
        await pilot.press(*["pagedown"] * 9)
        await pilot.pause()
        assert overlay.chosen is overlay.hits[-1]
        assert any(line.startswith("|> view ") for line in screen_lines(app))
        await pilot.press(*["pageup"] * 9, "up")
        assert overlay.chosen is overlay.hits[0]


async def test_what_comes_in_later_does_not_move_the_chosen_line(ctx: Context) -> None:
    async with shown(ctx, "palette") as (_, pilot, overlay):
        await pilot.press(*"re")
        await until(pilot, lambda: any(hit.kind == "client" for hit in overlay.hits))
        await pilot.press("down", "down")
        chosen = overlay.chosen
        overlay._found_now = overlay._clients
        overlay._clients = []
        overlay._find()
        overlay._clients = overlay._found_now
        overlay._find()
        assert overlay.chosen is chosen


async def test_letters_are_text_here(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, overlay):
        await pilot.press(*"jkq?", "left", "backspace")
        await pilot.pause()
        assert overlay.line.text == "jk?"
        assert app.heard == []
        assert not closed(app)


async def test_escape_closes_and_does_nothing(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, _):
        await pilot.press(*"sort", "escape")
        await pilot.pause()
        assert closed(app)
        assert app.small.did == []


async def test_enter_on_nothing_does_nothing(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, _):
        await pilot.press(*"zzzzzz", "enter", "down", "up")
        await pilot.pause()
        assert not closed(app)


async def test_a_click_does_what_the_line_says(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, overlay):
        await pilot.click(overlay.view, offset=(12, 1))
        await until(pilot, lambda: closed(app))
        await pilot.pause()
        assert app.small.did == ["count"]


async def test_what_cannot_be_read_is_said_on_the_edge(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, overlay):
        overlay._failed(UsageError("the store is\x1b[2J away"))
        await pilot.pause()
        assert "clients: the store is�[2J away" in "\n".join(screen_lines(app))


def test_what_cannot_be_done_is_told() -> None:
    told: list[BaseException] = []
    error = UsageError("“2024-13-45” is no day or time")

    def fails() -> None:
        raise error

    shell = type("Shell", (), {"fault": staticmethod(told.append)})()
    run(shell, Hit("day", "as of", "", "", (), fails))
    assert told == [error]


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[1]), ((200, 50), LOOKS[0]), ((20, 6), LOOKS[2])],
)
async def test_every_size(ctx: Context, size: tuple[int, int], look: Look) -> None:
    async with shown(ctx, "palette", size=size, look=look) as (app, pilot, overlay):
        await pilot.press(*"da")
        await until(pilot, lambda: any(hit.kind == "client" for hit in overlay.hits))
        width = overlay.view.size.width
        assert all(line.cell_len <= width for line in overlay.view.lines)
        assert isinstance(app, ShellApp)
        if size[0] >= 60:
            dalton = next(line for line in screen_lines(app) if "Dalton Outfitters" in line)
            assert "C-0013" in dalton

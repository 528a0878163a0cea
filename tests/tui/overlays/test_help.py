"""Help for here: it scrolls, it can be filtered, and escape peels one layer at a time."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from tests.tui.charts.samples import LOOKS
from tests.tui.overlays.shell_app import ShellApp, closed, shown
from tests.tui.widgets.screen_text import screen_lines, until
from tui.overlays.help import HelpOverlay
from tui.palette import Look


def text_of(app: ShellApp) -> str:
    return "\n".join(screen_lines(app))


async def test_it_shows_the_keys_that_the_screen_has(ctx: Context) -> None:
    async with shown(ctx, "help") as (app, _, overlay):
        assert "┌─ Help · Radar › My [book] ──" in text_of(app)
        every = " ".join(" ".join(line.plain for line in overlay.view.lines).split())
        assert "sort menu" in every
        assert "why the score is what it is – not now: no row under the cursor" in every
        assert " the words on the screen tier how" in every
        assert "how a client stands: critical, at risk, healthy, unknown" in every
        assert "only in the palette" not in every


@pytest.mark.parametrize("key", ["escape", "question_mark", "f1"])
async def test_how_it_closes(ctx: Context, key: str) -> None:
    async with shown(ctx, "help") as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert closed(app)


async def test_the_filter_narrows_while_it_is_typed_and_escape_peels_it(ctx: Context) -> None:
    async with shown(ctx, "help") as (app, pilot, overlay):
        await pilot.press("slash", *"sort")
        await until(pilot, lambda: len(overlay.view.lines) < 6)
        assert "sort menu" in text_of(app)
        assert "1 of " in text_of(app)
        assert "esc drop the edit" in screen_lines(app)[23]
        await pilot.press("enter")
        await until(pilot, lambda: not overlay.bar.is_open)
        await pilot.pause()
        assert "/ sort" in text_of(app)
        assert "esc drop the filter" in screen_lines(app)[23]
        # A letter is a key again.
        await pilot.press("j")
        assert overlay.bar.query_text == "sort"
        await pilot.press("escape")
        await pilot.pause()
        assert len(overlay.view.lines) > 20
        assert "esc close" in screen_lines(app)[23]
        await pilot.press("escape")
        await pilot.pause()
        assert closed(app)


async def test_an_edit_that_is_dropped_leaves_all_of_help(ctx: Context) -> None:
    async with shown(ctx, "help") as (app, pilot, overlay):
        await pilot.press("slash", *"zebra?")
        await until(pilot, lambda: "nothing in help" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "sort menu" in overlay.view.lines[-1].plain + text_of(app))
        assert not closed(app)
        assert "/ zebra" not in text_of(app)


async def test_a_key_without_a_meaning_here_says_so_below(ctx: Context) -> None:
    async with shown(ctx, "help") as (app, pilot, _):
        await pilot.press("n", "f9")
        await pilot.pause()
        assert list(app.told()) == ["n new: nothing to create here"]


async def test_help_can_be_had_for_an_overlay(ctx: Context) -> None:
    async with shown(ctx, "palette") as (app, pilot, _):
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpOverlay))
        await pilot.pause()
        assert "┌─ Help · Palette ──" in text_of(app)
        assert "do what the line says" in text_of(app)


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[0]), ((200, 50), LOOKS[1]), ((20, 6), LOOKS[2])],
)
async def test_every_size_and_set_of_signs(
    ctx: Context, size: tuple[int, int], look: Look
) -> None:
    async with shown(ctx, "help", size=size, look=look) as (app, pilot, overlay):
        await pilot.press("end")
        await pilot.pause()
        assert overlay.view.size.width <= size[0]
        assert all(line.cell_len <= overlay.view.size.width for line in overlay.view.lines)
        if size[1] >= 16:
            # Rows 1, 2, 23 and 24 stay free.
            assert app.screen.query_one("Sheet").region.height == size[1] - 4

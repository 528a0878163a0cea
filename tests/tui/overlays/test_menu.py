"""One letter chooses and closes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.widgets import Input

from bellbuoy.services.context import Context
from tests.tui.charts.samples import BARE, HOSTILE, LOOKS
from tests.tui.overlays.shell_app import ShellApp, closed, shown
from tests.tui.widgets.screen_text import screen_lines
from tui.keymap import DEFAULT
from tui.palette import Look

SORTS = [("h", "health", "worst first"), ("n", "name"), ("s", "turn round")]


async def closes_with(ctx: Context, *keys: str, choices: list[Any] = SORTS) -> tuple[bool, Any]:
    async with shown(ctx, "menu", "Sort by", choices) as (app, pilot, _):
        await pilot.press(*keys)
        await pilot.pause()
        return closed(app), app.results[0] if app.results else "nothing"


@pytest.mark.parametrize(
    ("keys", "result"),
    [
        (["n"], "n"),
        (["enter"], "h"),
        (["down", "enter"], "n"),
        (["j", "j", "enter"], "s"),
        (["down", "down", "down", "k", "enter"], "n"),
        (["up", "enter"], "h"),
        (["escape"], None),
    ],
)
async def test_how_it_closes(ctx: Context, keys: list[str], result: str | None) -> None:
    assert await closes_with(ctx, *keys) == (True, result)


@pytest.mark.parametrize("key", ["q", "g", "colon", "N", "1", "question_mark", "r"])
async def test_a_letter_that_is_no_choice_does_nothing(ctx: Context, key: str) -> None:
    async with shown(ctx, "menu", "Sort by", SORTS) as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert not closed(app)
        assert (app.heard, app.told()) == ([], ())


async def test_a_letter_of_the_menu_is_not_a_move(ctx: Context) -> None:
    choices = [("x", "export"), ("j", "json"), ("k", "kind")]
    assert await closes_with(ctx, "j", choices=choices) == (True, "j")
    assert await closes_with(ctx, "k", choices=choices) == (True, "k")


async def test_no_choices_at_all(ctx: Context) -> None:
    assert await closes_with(ctx, "down", "enter", choices=[]) == (False, "nothing")


async def test_it_stands_in_the_middle_of_the_screen_below(ctx: Context) -> None:
    async with shown(ctx, "menu", "Sort by", SORTS) as (app, _, _overlay):
        lines = screen_lines(app)
        assert "┌─ Sort by ──" in lines[9]
        assert "│► h  health       worst first │" in lines[10]
        assert "│  s  turn round               │" in lines[12]
        assert lines[0].startswith(" Bellbuoy [1 Radar]")
        assert "  5  the screen below" in lines[6]
        assert lines[23].startswith(" ⏎ choose  ↓ down  ↑ up  esc close")


async def test_a_click_chooses(ctx: Context) -> None:
    async with shown(ctx, "menu", "Sort by", SORTS) as (app, pilot, overlay):
        await pilot.click(overlay.view, offset=(4, 1))
        await pilot.pause()
        assert app.results == ["n"]


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[0]), ((200, 50), LOOKS[1]), ((30, 7), LOOKS[0])],
)
async def test_hostile_titles_and_choices(
    ctx: Context, size: tuple[int, int], look: Look
) -> None:
    choices = [(str(n), text, text) for n, text in enumerate(HOSTILE)]
    async with shown(ctx, "menu", HOSTILE[4] + HOSTILE[0], choices, size=size, look=look) as (
        app, pilot, _,
    ):  # fmt: skip
        text = "\n".join(screen_lines(app))
        assert "\x1b" not in text
        assert "[bold red]" in text
        # The last one is reached, also where they do not all fit.
        await pilot.press(*["down"] * 20)
        await pilot.pause()
        sign = look.glyphs.cursor
        assert any(f"{sign} {len(HOSTILE) - 1}" in line for line in screen_lines(app))


async def test_ascii_signs(ctx: Context) -> None:
    async with shown(ctx, "menu", "Sort by", SORTS, look=BARE) as (app, _, _overlay):
        inside = screen_lines(app)[9:14]
        assert all(line.isascii() for line in inside)
        assert "+- Sort by --" in inside[0]


async def test_keys_of_the_user_hold_here_too(ctx: Context) -> None:
    keymap = DEFAULT.changed({"down": ["f6"]})
    async with shown(ctx, "menu", "Sort by", SORTS, keymap=keymap) as (app, pilot, _):
        await pilot.press("f6", "enter")
        await pilot.pause()
        assert app.results == ["n"]


async def test_it_has_no_box_to_type_in(ctx: Context) -> None:
    async with shown(ctx, "menu", "Sort by", SORTS) as (app, _, overlay):
        assert not overlay.query(Input)
        assert isinstance(app, ShellApp)


async def test_no_label_is_cut_where_there_is_room(ctx: Context) -> None:
    long = "change in 7 days, falling first"
    choices = [("t", long), ("a", long, "and a hint")]
    async with shown(ctx, "menu", "Sort by", choices) as (app, _, _overlay):
        text = "\n".join(screen_lines(app))
        assert f"│► t  {long}  " in text
        assert re.search(rf"│  a  {long} +and a hint │", text)


@pytest.mark.parametrize("keys", [("x",), ("down", "enter")])
async def test_what_cannot_be_chosen_is_struck_and_says_why(
    ctx: Context, keys: tuple[str, ...]
) -> None:
    choices = [("o", "open"), ("x", "close", "for good", "it is open: resolve it first")]
    async with shown(ctx, "menu", "Act", choices) as (app, pilot, _):
        lines = "\n".join(screen_lines(app))
        assert "it is open: resolve it first" in lines
        assert "for good" not in lines
        strips = app.screen._compositor.render_strips()
        struck = [
            segment.text
            for strip in strips
            for segment in strip
            if segment.style is not None and segment.style.strike
        ]
        assert struck == ["close"]
        await pilot.press(*keys)
        await pilot.pause()
        assert not closed(app)
        assert app.told()[-1] == "close: it is open: resolve it first"

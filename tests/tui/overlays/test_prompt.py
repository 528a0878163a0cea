"""One question, one line for the answer."""

from __future__ import annotations

import pytest
from textual import events

from bellbuoy.services.context import Context
from tests.tui.charts.samples import HOSTILE, LOOKS
from tests.tui.overlays.shell_app import closed, shown
from tests.tui.widgets.screen_text import screen_lines
from tui.palette import Look

TITLE, HINT = "as of", "2024-06-30, or now"


def no_day(text: str) -> str:
    return "" if text == "now" else f"“{text}” is no day"


async def test_enter_closes_with_the_text(ctx: Context) -> None:
    async with shown(ctx, "prompt", TITLE, HINT) as (app, pilot, _):
        lines = screen_lines(app)
        assert any("┌─ as of ──" in line for line in lines)
        assert any("│ 2024-06-30, or now  " in line for line in lines)
        await pilot.press(*"2024 q", "left", "backspace", "end", "enter")
        await pilot.pause()
        assert app.results == ["2024q"]
        assert closed(app)


async def test_escape_closes_with_nothing(ctx: Context) -> None:
    async with shown(ctx, "prompt", TITLE, HINT) as (app, pilot, _):
        await pilot.press(*"now", "escape")
        await pilot.pause()
        assert app.results == [None]


async def test_what_is_wrong_keeps_it_open_until_it_is_right(ctx: Context) -> None:
    async with shown(ctx, "prompt", TITLE, HINT, no_day) as (app, pilot, overlay):
        await pilot.press(*"soon", "enter")
        await pilot.pause()
        assert overlay.error == "“soon” is no day"
        assert any("│ “soon” is no day  " in line for line in screen_lines(app))
        await pilot.press("x")
        await pilot.pause()
        assert overlay.error == ""
        assert not any("is no day" in line for line in screen_lines(app))
        await pilot.press("ctrl+u", *"now", "enter")
        await pilot.pause()
        assert app.results == ["now"]


async def test_it_may_begin_with_a_text(ctx: Context) -> None:
    async with shown(ctx, "prompt", TITLE, HINT, None, "no") as (app, pilot, _):
        await pilot.press("w", "enter")
        await pilot.pause()
        assert app.results == ["now"]


async def test_a_paste_is_made_harmless_and_does_not_run(ctx: Context) -> None:
    async with shown(ctx, "prompt", TITLE) as (app, pilot, overlay):
        overlay.line.box.post_message(events.Paste("a\x1b]52;c;x\x07b\nenter"))
        await pilot.pause()
        assert overlay.line.text == "a�]52;c;x�b"
        assert not closed(app)


@pytest.mark.parametrize(
    ("size", "look"),
    [((60, 16), LOOKS[2]), ((80, 24), LOOKS[0]), ((200, 50), LOOKS[1]), ((20, 6), LOOKS[0])],
)
async def test_hostile_words_at_every_size(
    ctx: Context, size: tuple[int, int], look: Look
) -> None:
    wrong = "no"
    async with shown(ctx, "prompt", TITLE, size=size, look=look) as (app, pilot, _):
        for text in HOSTILE[:5]:
            app.show("prompt", text, text, lambda _, text=text: text or wrong)
            await pilot.press("enter")
            await pilot.pause()
            assert not closed(app)
            assert "\x1b" not in "\n".join(screen_lines(app))

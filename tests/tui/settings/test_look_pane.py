"""Look and keys by keyboard: a change shows at once, is kept, and z takes it back."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.look import own_file
from core.look.types import SETTINGS, Preferences
from tests.tui.charts.samples import plain
from tests.tui.hand import Hand, using
from tests.tui.settings.samples import PLAIN
from tui.glyphs import BRAILLE
from tui.palette import Look
from tui.settings.look_pane import LookFacts, line_of, look_lines
from tui.theming import palette_of

DARK = Look(palette_of("dark", {"TERM": "x"}), BRAILLE)
IN_PANE = ("g", "o", "tab")


def kept() -> dict[str, str]:
    return own_file.read().preferences.changed


async def choose(hand: Hand, setting: str, *keys: str) -> None:
    """The cursor on a setting, then the keys."""
    at = [each.id for each in SETTINGS].index(setting)
    await hand.press("home", *["down"] * at, *keys)


async def test_a_theme_shows_at_once_is_kept_and_taken_back(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        assert "►theme" in hand.text
        await choose(hand, "theme", "e", "f")
        assert "[light]" in hand.text
        theme = hand.app.session.look.palette.theme
        assert theme is not None
        assert theme.name == "light"
        assert hand.app.screen.styles.background.hex.lower() == theme.background
        assert kept() == {"theme": "light"}
        assert "1 value changed from default" in hand.text
        await hand.press("z")
        assert kept() == {}
        assert hand.row(23).startswith("taken back")
        await hand.press("Z")
        assert kept() == {"theme": "light"}
        await hand.press("z", "z")
        assert "no setting was changed" in hand.row(23)


async def test_glyphs_and_width_change_every_screen(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "glyphs", *["right"] * 3)
        assert kept() == {"glyphs": "ascii"}
        assert ">glyphs" in hand.text
        await hand.press("1")
        assert ">  C" not in hand.text
        assert "█" not in hand.text
        assert "> " in hand.text
        await hand.press(*IN_PANE)
        await choose(hand, "glyphs", "left", "left")
        assert "►glyphs" in hand.text
        await choose(hand, "ambiguous_width", "left")
        assert hand.app.session.look.glyphs.name == "ascii"


async def test_compact_gives_the_list_the_room_of_its_preview(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press("2")
        before = hand.list.list.size.height
        await hand.press(*IN_PANE)
        await choose(hand, "density", "enter")
        assert kept() == {"density": "compact"}
        await hand.press("2")
        assert hand.list.list.size.height == before + 5
        await hand.press("3")
        assert hand.list.preview.size.width == 80 // 3


async def test_keys_of_a_set_work_and_are_shown(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "keys", "e", "c")
        assert kept() == {"keys": "emacs-like"}
        await hand.press("2", "ctrl+n", "ctrl+n")
        assert hand.list.list.cursor_index == 2
        await hand.press("question_mark")
        assert "ctrl+n" in hand.text
        await hand.press("escape")
        await hand.press("ctrl+x")
        assert "Palette" in hand.text


async def test_no_colour_and_back(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "colour", "left")
        assert hand.app.session.look.palette.theme is None
        assert "[none]" in hand.text
        await hand.press("z")
        assert hand.app.session.look.palette == DARK.palette


async def test_motion_sets_the_pace(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "motion", "left")
        assert hand.app._pause_s == 0.1
        await hand.press("left")
        assert hand.app._pause_s == 0.0


async def test_what_cannot_be_kept_holds_for_this_run(demo_ctx: Context) -> None:
    own_file.path().parent.parent.mkdir(parents=True)
    own_file.path().parent.write_text("no folder")
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "density", "enter")
        assert hand.app.session.look.compact
        assert "it holds for this run only" in hand.row(23)


async def test_the_command_of_the_setting(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press(*IN_PANE)
        await choose(hand, "mouse", "enter", "Y")
        assert hand.app.clipboard.startswith("bellbuoy config set look.mouse off")
        await hand.press("escape")
        assert "►mouse" not in hand.text
        assert hand.row(2).startswith("Settings › Look and keys")


def test_each_auto_says_what_it_comes_to_and_each_fault_is_told() -> None:
    facts = LookFacts(
        Preferences().having("theme", "mine"),
        ["dark", "mine"],
        {"glyphs": "blocks"},
        {"colour": "NO_COLOR is set"},
        ("a means both act and why", "quit needs a key"),
    )
    text = plain(look_lines(facts, None, PLAIN, 60))
    assert " theme         auto   dark  [mine]" in text
    assert "[auto: blocks]" in text
    assert "NO_COLOR is set" in text
    assert "a means both act and why and 1 more" in text


@pytest.mark.parametrize("width", [30, 59, 120])
def test_the_cursor_is_on_the_line_of_its_setting(width: int) -> None:
    facts = LookFacts(Preferences(), ["ansi", "dark", "high-contrast", "light"])
    for at, setting in enumerate(SETTINGS):
        lines = look_lines(facts, at, PLAIN, width)
        assert lines[line_of(at, facts, PLAIN, width)].plain.startswith(f"►{setting.label}")

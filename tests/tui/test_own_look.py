"""Files of a person's look that are changed while the app runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.look import own_file
from core.values.errors import UsageError
from tests.tui.hand import Hand, using
from tui.glyphs import BRAILLE
from tui.outfit import outfit
from tui.palette import Look
from tui.settings.page import SettingsPage
from tui.theming import palette_of

DARK = Look(palette_of("dark", {"TERM": "x"}), BRAILLE)


def write(name: str, text: str) -> Path:
    file = own_file.path().parent / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def accent(hand: Hand) -> str:
    theme = hand.app.session.look.palette.theme
    assert theme is not None
    return theme.accent


async def seen(hand: Hand, holds: Callable[[], bool]) -> None:
    hand.app.own.look_again()
    await hand.until(holds)


async def test_a_theme_of_ones_own_is_read_again_when_it_is_saved(demo_ctx: Context) -> None:
    write("themes/mine.toml", 'inherits = "dark"\n[colours]\naccent = "#ffffff"\n')
    async with using(demo_ctx, look=DARK) as hand:
        hand.app.own.choose("theme", "mine")
        await hand.settle()
        assert accent(hand) == "#ffffff"
        hand.app.own.look_again()
        await hand.settle()
        file = write("themes/mine.toml", 'inherits = "dark"\n[colours]\naccent = "#eeffee"\n')
        await seen(hand, lambda: accent(hand) == "#eeffee")
        assert hand.app.current_theme.accent == "#eeffee"
        file.write_text("[colours\n")
        await seen(hand, lambda: "theme mine: " in hand.row(23))
        assert accent(hand) == "#eeffee", "the last good theme stays"
        file.write_text('inherits = "light"\n')
        await seen(hand, lambda: accent(hand) == "#0b5cad")


async def test_settings_changed_on_the_shell_are_seen(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        hand.app.own.look_again()
        await hand.settle()
        own_file.put("density", "compact")
        await seen(hand, lambda: hand.app.session.look.compact)
        write("settings.toml", "[look\n")
        await seen(hand, lambda: "settings.toml: " in hand.row(23))
        assert hand.app.session.look.compact


async def test_keys_are_read_again_and_a_bad_file_leaves_the_set(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        hand.app.own.look_again()
        await hand.settle()
        write("keys.toml", 'sort = "S"\n')
        await seen(hand, lambda: "S sort" in hand.row(24))
        await hand.press("S")
        assert "Sort by" in hand.text
        await hand.press("escape")
        write("keys.toml", 'sort = "a"\nact = "a"\n')
        await seen(hand, lambda: "keys.toml is left out: a means both" in hand.row(23))
        assert "s sort" in hand.row(24)


async def test_a_file_that_lags_behind_takes_nothing_back(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        own = hand.app.own
        own.look_again()
        await hand.settle()
        for _ in range(4):
            own.choose("density", "compact")
            own.look_again()
            own.choose("mouse", "off")
            own.look_again()
            await hand.settle()
            assert (own.own["density"], own.own["mouse"]) == ("compact", "off")
            own.undo()
            own.look_again()
            own.undo()
            await hand.settle()
            assert own.own.changed == {}
        assert own_file.read().preferences.changed == {}


async def test_files_are_looked_at_oftener_only_while_the_settings_are_open(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    async with using(demo_ctx, look=DARK) as hand:
        monkeypatch.setattr(hand.app.own, "look_again", lambda: looked.append(1))
        await hand.press("g", "o")
        assert looked, "what was saved meanwhile is seen on the way in"
        entered = len(looked)
        await hand.until(lambda: len(looked) > entered)
        page = hand.page
        assert isinstance(page, SettingsPage)
        timer = page._looks
        assert timer is not None
        await hand.press("question_mark")
        assert not timer._active.is_set()
        await hand.press("escape")
        assert timer._active.is_set()
        await hand.press("1")
        assert not page.is_attached
        await hand.press("ctrl+l")
        assert len(looked) > entered + 1


async def test_a_theme_for_this_run_is_not_kept(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        await hand.press("colon")
        await hand.type("theme light")
        await hand.press("enter")
        assert accent(hand) == "#0b5cad"
        assert not own_file.path().exists()
        await hand.press("colon")
        await hand.type("theme nosuch")
        await hand.press("enter")
        assert "no theme 'nosuch'" in hand.row(23)
        assert accent(hand) == "#0b5cad"


async def test_wide_signs_bring_plain_ones(demo_ctx: Context) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        assert hand.app.wide_signs is not None
        hand.app.wide_signs()
        await hand.settle()
        assert hand.app.session.look.glyphs.name == "ascii"
        assert "█" not in hand.text


ENV = {"TERM": "dumb", "LANG": "C.UTF-8"}


def test_a_start_with_broken_files_costs_a_line_each() -> None:
    write("settings.toml", '[look]\ntheme = "mine"\nglyphs = "runes"\n')
    write("themes/mine.toml", "[colours\n")
    write("keys.toml", 'why = "a"\n')
    found = outfit(ENV)
    assert len(found.problems) == 3
    assert found.keymap.label("why") == "w"
    assert len(found.key_problems) == 1
    assert found.look.palette.theme is None


def test_flags_come_first_and_must_hold() -> None:
    own_file.put("theme", "light")
    found = outfit({**ENV, "TERM": "linux"}, "high-contrast", "ascii")
    assert found.look.palette.theme is not None
    assert found.look.palette.theme.name == "high-contrast"
    assert found.look.glyphs.name == "ascii"
    assert outfit({**ENV, "TERM": "linux"}).look.palette == palette_of("light", {"TERM": "x"})
    with pytest.raises(UsageError, match="no theme"):
        outfit(ENV, "nosuch")
    with pytest.raises(UsageError, match="no glyphs"):
        outfit(ENV, None, "runes")


async def test_screens_are_read_again_at_the_pace_that_one_chose(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with using(demo_ctx, look=DARK) as hand:
        app, upkeep = hand.app, hand.app._upkeep
        await hand.until(lambda: upkeep._pace is not None)
        assert upkeep._pace._interval == 30
        read: list[str] = []
        monkeypatch.setattr(hand.page, "store_changed", lambda: read.append("read"))
        app.own.choose("refresh", "10s")
        assert upkeep._pace._interval == 10
        upkeep._pace._callback()
        assert read == ["read"]
        app.own.choose("refresh", "off")
        assert upkeep._pace is None
        app.store_changed()
        assert read == ["read"] * 2, "what changes is read all the same"

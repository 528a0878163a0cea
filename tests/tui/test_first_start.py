"""The screen without a store: it draws in its theme, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App

from bellbuoy.paths import default_store
from tests.tui.hand import lines_of
from themes.load import load, names
from tui.crash import CrashScreen
from tui.first_start import FirstStart
from tui.glyphs import BRAILLE
from tui.palette import MONO, Look, Palette

Made = Callable[[Look], App[str]]
REPORT = ["ValueError: it is broken", "  tui/app.py:120 in go", "", "    raise \x1b[31mit"]


def first(look: Look) -> App[str]:
    return FirstStart(look, lambda path: "there is no store there" if path else "")


def crash(look: Look) -> App[str]:
    return CrashScreen(REPORT, look)


def grounds(app: App[str]) -> set[str | None]:
    """The grounds that cells of the screen have, as the terminal is told them."""
    strips = app.screen._compositor.render_strips()
    found = set()
    for segment in (segment for strip in strips for segment in strip):
        ground = segment.style.bgcolor if segment.style is not None else None
        default = ground is None or ground.is_default
        found.add(None if default or ground is None else ground.name)
    return found


@pytest.mark.parametrize("made", [first, crash])
@pytest.mark.parametrize("theme", [name for name in names() if name != "ansi"])
async def test_every_cell_has_the_ground_of_the_theme(made: Made, theme: str) -> None:
    found = load(theme)
    async with made(Look(Palette(found), BRAILLE)).run_test(size=(80, 24)) as pilot:
        assert grounds(pilot.app) == {found.background}


@pytest.mark.parametrize("made", [first, crash])
@pytest.mark.parametrize("look", [Look(Palette(load("ansi"))), Look(MONO)])
async def test_without_a_ground_of_its_own_the_terminal_keeps_its(
    made: Made, look: Look
) -> None:
    async with made(look).run_test(size=(80, 24)) as pilot:
        assert grounds(pilot.app) == {None}


async def test_a_path_is_asked_for_below_the_words_and_refused_in_a_line() -> None:
    async with first(Look(MONO)).run_test(size=(80, 24)) as pilot:
        await pilot.press("o", *"none", "enter")
        lines = lines_of(pilot.app)
        at = next(n for n, line in enumerate(lines) if "there is no store there" in line)
        assert "none" in "".join(lines[at + 1 : at + 3])
        await pilot.press("escape")
        assert not any("there is no store there" in line for line in lines_of(pilot.app))
        await pilot.press("d")
        assert pilot.app.return_value == "demo"
    assert not Path(default_store()).exists()


async def test_a_report_keeps_its_steps_and_no_control_reaches_the_screen() -> None:
    async with crash(Look(MONO)).run_test(size=(60, 24)) as pilot:
        await pilot.press("y")
        lines = [line.rstrip(" │") for line in lines_of(pilot.app)]
        assert "   tui/app.py:120 in go" in lines
        assert " The report is on the clipboard." in lines
        assert not any("\x1b" in line for line in lines)
        await pilot.press("r")
        assert pilot.app.return_value == "again"

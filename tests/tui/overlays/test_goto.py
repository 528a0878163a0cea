"""A place by one letter."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from tests.tui.charts.samples import BARE, LOOKS, PLAIN, assert_fits, plain
from tests.tui.overlays.shell_app import closed, shown
from tests.tui.widgets.screen_text import screen_lines
from tui.key_table import GO_TO
from tui.overlays.goto import Goal, goals, strip_lines
from tui.palette import Look
from tui.places import Place
from tui.registry import SCREENS

ALL = [Goal(letter.key, letter.label, f"about {letter.label}", letter.id) for letter in GO_TO]


def test_only_places_that_exist_and_the_top_of_the_list() -> None:
    letters = {goal.letter: goal.place for goal in goals()}
    assert letters == {**{e.go: e.id for e in SCREENS if e.go}, "g": ""}
    known = {letter.key: letter.id for letter in GO_TO}
    assert all(known[entry.go] == entry.id for entry in SCREENS if entry.go)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [200, 80, 60, 30])
def test_all_places_that_there_will_be_fit_into_the_strip(look: Look, width: int) -> None:
    lines = strip_lines(ALL, look, width)
    assert len(lines) == 5
    assert_fits(lines, width, look)
    shown_letters = plain(lines).split()
    if width >= 60:
        assert {letter.key for letter in GO_TO} <= set(shown_letters)


def test_what_a_place_is_about_is_told_where_there_is_room() -> None:
    assert "about radar" in plain(strip_lines(ALL[:3], PLAIN, 80))
    assert "about radar" not in plain(strip_lines(ALL, PLAIN, 80))
    assert "about radar" in plain(strip_lines(ALL, PLAIN, 200))


@pytest.mark.parametrize("entry", [entry for entry in SCREENS if entry.go], ids=lambda e: e.id)
async def test_a_letter_goes_there(ctx: Context, entry: object) -> None:
    assert hasattr(entry, "go")
    async with shown(ctx, "goto") as (app, pilot, _):
        await pilot.press(entry.go)
        await pilot.pause()
        assert closed(app)
        assert app.heard == [("go", Place(entry.id))]  # type: ignore[attr-defined]
        assert app.results == [None]


async def test_g_is_the_top_of_the_list(ctx: Context) -> None:
    async with shown(ctx, "goto") as (app, pilot, _):
        await pilot.press("g")
        await pilot.pause()
        assert (app.results, app.heard) == (["top"], [])


@pytest.mark.parametrize("key", ["z", "R", "escape", "enter", "down", "ctrl+p", "q", "colon"])
async def test_any_other_key_closes_and_says_nothing(ctx: Context, key: str) -> None:
    async with shown(ctx, "goto") as (app, pilot, _):
        await pilot.press(key)
        await pilot.pause()
        assert closed(app)
        assert (app.results, app.heard, app.told()) == ([None], [], ())


async def test_it_waits_without_a_limit_over_rows_17_to_22(ctx: Context) -> None:
    async with shown(ctx, "goto", look=BARE) as (app, pilot, _):
        await pilot.pause(1.2)
        assert not closed(app)
        lines = screen_lines(app)
        assert lines[15].startswith(" 14  the screen below")
        assert lines[16].startswith("- go to ----")
        assert lines[17].startswith("  r  radar ")
        strip = "\n".join(lines[17:22])
        assert "x  portfolio" in strip
        assert "g  top of the list" in strip
        assert all(line.isascii() for line in lines[16:22])
        assert lines[23].strip() == "a letter goes there, any other key closes"


async def test_the_strip_at_60_by_16(ctx: Context) -> None:
    async with shown(ctx, "goto", size=(60, 16)) as (app, _, _overlay):
        assert screen_lines(app)[8].startswith("─ go to ─")
        assert screen_lines(app)[9].startswith("  r  radar ")

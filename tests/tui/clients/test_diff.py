"""Two clients side by side, from the list and by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.compare import two_clients
from bellbuoy.services.context import Context
from tests.tui.charts.samples import HOSTILE
from tests.tui.clients.samples import LOOKS, assert_fits, plain
from tests.tui.hand import using
from tui.charts.comparison import comparison_lines
from tui.jumping import read_jump
from tui.look import ScreenLook
from tui.places import Place


async def test_why_on_two_marked_rows_shows_both(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        first = hand.under_cursor
        await hand.press("space", "down")
        second = hand.under_cursor
        await hand.press("space", "w")
        assert hand.page.place == Place("diff", first, second)
        assert "DIFFERENCE" in hand.text
        assert "Points add up exactly" in hand.text or "health" in hand.text
        assert hand.page.command == f"bellbuoy client diff {first} {second}"
        await hand.press("left", "enter")
        assert hand.page.place.key == first
        await hand.press("escape", "escape")
        assert hand.page.place.screen == "radar"


async def test_two_days_are_typed(own_ctx: Context) -> None:
    async with using(own_ctx) as hand:
        await hand.press("colon")
        await hand.type("client diff C-0002 --from 2026-11-01")
        await hand.press("enter")
        assert "Coral Networks" in hand.text
        assert "2026-11-01" in hand.text
        assert hand.page.command == "bellbuoy client diff C-0002 --from 2026-11-01"


async def test_without_sides_it_says_what_to_do(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.go(Place("diff"))
        await hand.settle()
        assert "Mark two clients" in hand.text


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("client diff C-1 C-2", Place("diff", "C-1", "C-2")),
        ("client diff 'a b' C-2", Place("diff", "a b", "C-2")),
        ("client diff C-1 --from 2026-10-01", Place("diff", "C-1", query="2026-10-01..")),
        (
            "client diff C-1 --from 2026-10-01 --to 2026-10-31",
            Place("diff", "C-1", query="2026-10-01..2026-10-31"),
        ),
        ("client explain northwind arr", Place("figure", "arr", "northwind")),
        ("client explain 'north wind' calls", Place("figure", "calls", "north wind")),
        ("client explain arr", Place("client", "arr", "explain")),
    ],
)
def test_what_is_typed_leads_there(line: str, place: Place) -> None:
    assert read_jump(line).place == place


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [24, 40, 79, 159])
def test_it_fits_and_is_harmless_at_every_width(
    demo_ctx: Context, look: ScreenLook, width: int
) -> None:
    found = two_clients(demo_ctx, "C-0001", "C-0002")
    for name in ("Coral", *HOSTILE):
        right = replace(found.right, name=name)
        figures = tuple(
            replace(each, right=name) if each.id == "plan" else each for each in found.figures
        )
        told = replace(found, right=right, figures=figures)
        for chosen in (None, 0, 1):
            lines = comparison_lines(told, look, width, chosen)
            assert_fits(lines, width, look, name)
    assert "+7" in plain(comparison_lines(found, LOOKS[0], 79))

"""A number opened: the cursor on its parts, and the rows behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.figures import BASE_MEASURES, base_figure
from tests.tui.charts.samples import HOSTILE
from tests.tui.clients.samples import LOOKS, assert_fits
from tests.tui.hand import using
from tui.charts.adding_up import adding_lines, amount_words
from tui.clients.counter_rows import STOPS
from tui.figures.page import place_of
from tui.look import ScreenLook
from tui.places import Place


def test_the_stops_above_the_list_are_figures() -> None:
    assert set(STOPS) == set(BASE_MEASURES)


async def test_up_from_the_first_row_goes_onto_the_counters(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.until(lambda: "15 clients" in hand.text)
        await hand.press("up")
        assert "how many clients" in hand.row(23)
        await hand.press("right", "right", "right")
        assert "ARR at risk" in hand.row(23)
        await hand.press("w")
        assert hand.page.place == Place("figure", "at_risk")
        assert hand.page.command == "bellbuoy overview --why at_risk"
        assert "ARR at risk of all clients" in hand.text
        assert "rows" in hand.row(-1)
        await hand.press("enter")
        assert hand.page.place.screen == "clients"
        assert "tier:critical arr>0" in hand.text


async def test_down_goes_back_to_the_list(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.until(lambda: "15 clients" in hand.text)
        at = hand.under_cursor
        await hand.press("up", "left", "down")
        assert hand.under_cursor == at
        await hand.press("down", "up")
        assert hand.under_cursor == at
        await hand.press("up", "escape", "w")
        assert hand.page.place == Place("client", at, "explain")


async def test_why_on_a_cell_opens_that_number(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end")
        key = hand.under_cursor
        for _ in range(9):
            await hand.press("right")
            cell = hand.list.list.cell
            if cell is not None and cell.id == "arr":
                break
        await hand.press("w")
        assert hand.page.place == Place("figure", "arr", key)
        assert "ARR of" in hand.text
        assert "exactly" in hand.text


@pytest.mark.parametrize(
    ("keys", "measure"),
    [(("end",), "at_risk"), (("home",), "arr"), (("home", "up"), "health")],
)
async def test_why_on_the_portfolio(
    demo_ctx: Context, keys: tuple[str, ...], measure: str
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", *keys, "w")
        assert hand.page.place == Place("figure", measure)


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("client list 'tier:critical arr>0'", Place("clients", query="tier:critical arr>0")),
        ("incident list id:INC-1", Place("incidents", query="id:INC-1")),
        ("client usage C-1 --days 30", Place("client", "C-1", "usage")),
        ("", None),
        ("worker status", None),
    ],
)
def test_where_the_rows_are(command: str, place: Place | None) -> None:
    assert place_of(command) == place


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("tenths", 710, "71.0"),
        ("tenths", -5, "−0.5"),
        ("minor USD", 1_240_000, "$12,400.00"),
        ("minor JPY", 500, "¥500"),
        ("clients", 1204, "1,204"),
    ],
)
def test_amounts_are_told_in_their_unit(unit: str, amount: int, words: str) -> None:
    assert amount_words(unit, amount) == words


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [24, 40, 79, 159])
def test_it_fits_and_is_harmless_at_every_width(
    demo_ctx: Context, look: ScreenLook, width: int
) -> None:
    for measure in ("health", "at_risk"):
        [found] = base_figure(demo_ctx, measure)
        for name in ("all", *HOSTILE):
            parts = tuple(replace(part, label=name, value=name) for part in found.parts)
            told = replace(found, subject=name, parts=parts)
            drawn = adding_lines([told], look, width, 0)
            assert_fits(drawn.lines, width, look, name)
            assert drawn.lines[drawn.at[0]].plain.startswith(look.glyphs.cursor)

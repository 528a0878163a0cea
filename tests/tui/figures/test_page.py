"""A number opened: the cursor on its parts, and the rows behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from bellbuoy.services.figures import BASE_MEASURES, base_figure
from tests.tui.charts.samples import HOSTILE
from tests.tui.clients.samples import LOOKS, assert_fits
from tests.tui.hand import Hand, using
from tui.charts.adding_up import adding_lines, amount_words
from tui.clients.counter_rows import STOPS
from tui.figures.page import place_of
from tui.look import ScreenLook
from tui.places import Place
from tui.portfolio.page import PortfolioPage


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


async def test_a_risk_score_opens_into_the_calls_behind_it(own_ctx: Context) -> None:
    writing = replace(own_ctx, read_only=False)
    interactions.add(writing, ["C-0002"], "asked for a date", kind="call")
    async with using(own_ctx) as hand:
        hand.app.go(Place("figure", "risk_score", "C-0002"))
        await hand.until(lambda: "risk score of Coral Networks" in hand.text)
        assert hand.page.command == "bellbuoy client explain C-0002 risk_score"
        await hand.press("down")
        assert "last contact today" in hand.text
        await hand.press("enter")
        assert hand.page.place == Place("client", "C-0002", "timeline")
        await hand.until(lambda: "asked for a date" in hand.text)


async def onto(hand: Hand, line: str) -> None:
    """From the first line of the portfolio down to one."""
    page = hand.page
    assert isinstance(page, PortfolioPage)
    await hand.press("home", *(["right"] if line.startswith("severity") else []))
    for _ in range(40):
        if page.cursor == line:
            return
        await hand.press("down")
    raise AssertionError(f"no line {line}")


@pytest.mark.parametrize(
    ("line", "measure"), [("tier", "arr"), ("severity", "incidents"), ("by", "at_risk")]
)
async def test_the_totals_of_the_portfolio_open_as_the_base(
    demo_ctx: Context, line: str, measure: str
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0")
        await onto(hand, line)
        await hand.press("w")
        assert hand.page.place == Place("figure", measure)


async def test_the_chart_of_health_opens_as_the_average(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "home", "up", "w")
        assert hand.page.place == Place("figure", "health")


@pytest.mark.parametrize(
    ("line", "key", "query"),
    [
        ("tier:critical", "clients,arr,at_risk", "tier:critical"),
        ("severity:high", "incidents", "severity:high"),
        ("by:raj", "clients,arr,at_risk", "owner:raj"),
    ],
)
async def test_a_line_of_the_portfolio_opens_as_its_own_figures(
    demo_ctx: Context, line: str, key: str, query: str
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0")
        await onto(hand, line)
        await hand.press("w")
        assert (hand.page.place.key, hand.page.place.query) == (key, query)
        await hand.until(lambda: f"{key.partition(',')[0]} of {query}: " in hand.text)


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("client list 'tier:critical arr>0'", Place("clients", query="tier:critical arr>0")),
        ("incident list id:INC-1", Place("incidents", query="id:INC-1")),
        ("client usage C-1 --days 30", Place("client", "C-1", "usage")),
        ("health explain C-1", Place("client", "C-1", "explain")),
        ("interaction list 'client:C-1 kind:call,email'", Place("client", "C-1", "timeline")),
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

"""Before and after, side by side, on a wide screen."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.simulations.comparing import moved_most
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.simulations.types import ClientEffect
from core.values.money import Money
from tests.tui.hand import using
from tests.tui.simulations.test_feed import screen_look
from tests.tui.simulations.test_page import ctx
from tui.simulations.both_radars import both_radars

__all__ = ["ctx"]
USD = (Money(1_200_00, "USD"),)
TITLES = ("BEFORE", "AFTER")


def effect(key: str, score: int | None, after: int | None) -> ClientEffect:
    return ClientEffect(key, f"Client {key}", score, "healthy", after, "at_risk", USD, USD)


@pytest.mark.parametrize("width", [60, 72, 90, 140])
def test_who_moves_most_stands_first_and_every_line_fits(ctx: Context, width: int) -> None:
    found = [effect("a", 80, 70), effect("b", 80, 20), effect("c", None, 60)]
    lines = [each.plain for each in both_radars(found, TITLES, screen_look(ctx), width, "~")]
    assert [each.split()[1] for each in lines[1:]] == ["c", "b", "a"]
    assert "−60" in lines[2]
    assert "20~" in lines[2]
    assert "80~" not in lines[2]
    assert all(len(each) <= width for each in lines)


def test_nobody_and_not_read_yet_are_told_apart(ctx: Context) -> None:
    look = screen_look(ctx)
    told = [both_radars(rows, TITLES, look, 72)[0].plain.strip() for rows in (None, ())]
    assert told == ["Both radars are being read", "Nobody's score or money moves"]


def test_a_run_is_told_without_and_with_it(ctx: Context) -> None:
    whom = meant_by(ctx, "C-0002")
    (foreseen,) = preview(ctx, "outage", whom, {}).largest
    number = run(ctx, "outage", whom, {}, whom="C-0002").number
    assert moved_most(ctx, number) == (foreseen,)
    undo(ctx, [number])
    assert moved_most(ctx, number) == ()


async def test_a_wide_screen_has_both_radars_beside_the_effect(ctx: Context) -> None:
    found = preview(ctx, "outage", meant_by(ctx, "sort:-arr limit:100"), {}).largest[0]
    async with using(ctx, size=(160, 48)) as hand:
        await hand.press("4", "down")
        await hand.until(lambda: "BEFORE" in hand.text and "AFTER" in hand.text)
        await hand.until(lambda: f"{found.score_after}" in hand.text)
        assert "Who moves most" not in hand.text
        await hand.press("w", "m")
        await hand.until(lambda: "100 seeds, 1 to 100" in hand.text and "p90" in hand.text)
        assert "NRR" in hand.text


async def test_a_run_that_waits_says_when_it_begins(ctx: Context) -> None:
    whom = meant_by(ctx, "C-0002")
    run(ctx, "outage", whom, {}, whom="C-0002", start="30m")
    async with using(ctx, size=(160, 48)) as hand:
        await hand.press("4", "right_square_bracket")
        await hand.until(lambda: "waiting, begins in 30m" in hand.text)
        assert "SIM outage#1 waits" in hand.row(2)
        await hand.press("R")
        await hand.until(lambda: "applied" in hand.text and "WITHOUT RUNS" in hand.text)

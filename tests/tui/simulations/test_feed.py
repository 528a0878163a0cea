"""`4 ]` on a live feed: its latest ten, and the keys that hold it and take it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import purchases
from bellbuoy.services.context import Context
from bellbuoy.services.simulations import feeding, ledger, living
from core.purchases.types import Purchase
from core.simulations.types import Run
from core.values.money import show_money
from tests.fixtures.stores import move
from tests.tui.hand import using
from tests.tui.simulations.test_page import ctx
from tests.tui.simulations.test_runs import on_runs
from tui.look import ScreenLook
from tui.palette import MONO
from tui.simulations.feed_lines import feed_lines

__all__ = ["ctx"]


def screen_look(ctx: Context) -> ScreenLook:
    return ScreenLook(MONO, zone=ctx.zone, now=ctx.now, today=ctx.today)


def begun(ctx: Context, seconds: int) -> Run:
    """A paused feed that has gone on for so long."""
    run = feeding.begin_feed(ctx, {})
    move(ctx, ctx.clock.now() + timedelta(seconds=seconds))
    living.advance(ctx)
    return living.pause(ctx, run.number)


async def test_the_latest_ten_stand_below_the_feed(ctx: Context) -> None:
    run = begun(ctx, 25)
    newest = purchases.latest(ctx)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "TRANSACTION" in hand.text)
        assert "SIM live#1" in hand.row(2)
        assert "wrote 12 transactions" in hand.text
        at = next(n for n, each in enumerate(hand.lines) if "TRANSACTION" in each)
        await hand.press("tab", "G")
        shown = [each.split() for each in hand.lines if " T-SIM-1-" in each]
        for words, each in zip(reversed(shown), reversed(newest), strict=False):
            assert words[1:4] == [
                f"{each.key}~", each.category, show_money(each.amount, whole=False),
            ]  # fmt: skip
        assert (at > 0, len(shown) > 0, len(newest)) == (True, True, 10)
        await hand.press("tab", "z")
        await hand.until(lambda: f"taken back: run {run.number}" in hand.row(-2))
        assert ledger.show_run(ctx, run.number).state == "undone"
        assert "What it had added was taken out" in hand.text


async def test_enter_on_a_feed_says_that_it_is_about_no_client(ctx: Context) -> None:
    begun(ctx, 3)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "TRANSACTION" in hand.text)
        await hand.press("enter")
        assert "a feed is about no client" in hand.row(-2)


@pytest.mark.parametrize("width", [40, 80, 160])
def test_outside_text_is_harmless_and_stays_in_its_column(ctx: Context, width: int) -> None:
    run = begun(ctx, 3)
    (found,) = purchases.latest(ctx, 1)
    hostile = replace(found, category="\x1b]0;x\x07" + "W" * 99, city="\u202etowns")
    lines = [each.plain for each in feed_lines(run, (hostile,), screen_look(ctx), width)]
    assert not {"\x1b", "\x07", "\u202e"} & set("".join(lines))
    assert all(len(each.rstrip()) <= width for each in lines)
    if width >= 80:
        amount = show_money(found.amount, whole=False)
        assert lines[1].index(amount) + len(amount) == lines[0].index("AMOUNT") + len("AMOUNT")


def test_one_without_any_yet_and_one_that_is_not_read_say_so(ctx: Context) -> None:
    run = feeding.begin_feed(ctx, {})
    nothing: tuple[Purchase, ...] = ()
    told = [
        feed_lines(run, found, screen_look(ctx), 60)[0].plain.strip()
        for found in (None, nothing)
    ]
    assert told == ["Transactions are being read", "No transaction has come in yet"]


async def test_the_feed_is_begun_among_the_scenarios_and_shows_what_comes(
    ctx: Context,
) -> None:
    async with using(ctx) as hand:
        await hand.press("4", "G")
        await hand.until(lambda: "Nothing comes in" in hand.text)
        assert "average health" not in hand.text
        await hand.press("w")
        assert "a feed is about no client" in hand.row(-2)
        await hand.press("e")
        await hand.press("end", "ctrl+u")
        await hand.type("interval=5")
        await hand.press("enter")
        await hand.until(lambda: "interval 5s" in hand.text)
        assert hand.app.page.command == "bellbuoy sim run live --interval 5 --seed 42"
        await hand.press("R")
        await hand.until(lambda: "A transaction one each 5 s" in hand.text)
        await hand.press("y")
        await hand.until(lambda: "No transaction has come in yet" in hand.text)
        (run,) = ledger.in_force(ctx)
        move(ctx, ctx.clock.now() + timedelta(seconds=61))
        living.advance(ctx)
        await hand.until(lambda: "wrote 12 transactions" in hand.text)
        shown = [each for each in hand.lines if f" T-SIM-{run.number}-" in each]
        assert len(shown) == 10

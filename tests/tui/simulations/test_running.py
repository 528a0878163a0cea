"""`R` asks in a line what would happen, `y` runs it, `z` takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.simulations import ledger
from bellbuoy.services.simulations.paced import Paced
from bellbuoy.services.simulations.preview import preview
from core.access.types import Viewer
from tests.fixtures.stores import DEMO_NOW, move
from tests.tui.hand import Hand, using
from tests.tui.simulations.test_page import computed, ctx, type_over
from tui.simulations.question import pace_words

__all__ = ["ctx"]
FAST = "spread=120 speed=3600"


async def on_scenario(hand: Hand, line: str, ctx: Context) -> None:
    """The screen of a scenario, computed."""
    await hand.press("colon")
    await hand.type(f"sim preview {line}")
    await hand.press("enter")
    name, _, whom = line.partition(" ")
    await computed(hand, preview(ctx, name, meant_by(ctx, whom), {}))


async def test_y_runs_what_was_asked_and_z_takes_it_back(ctx: Context) -> None:
    before = preview(ctx, "outage", meant_by(ctx, "C-0002"), {})
    async with using(ctx) as hand:
        await on_scenario(hand, "outage C-0002", ctx)
        await hand.press("R")
        assert f"{before.before.average:.2f} → {before.after.average:.2f}" in hand.text
        assert f"{before.written.incidents} incidents opened" in hand.text
        assert ledger.history(ctx) == ()
        await hand.press("y")
        await hand.until(lambda: "SIM outage#1" in hand.row(2))
        (made,) = ledger.history(ctx)
        assert (made.scenario, made.whom, made.state) == ("outage", "C-0002", "applied")
        assert f"run 1: {made.title}, 1 client, {made.incidents} incidents" in hand.row(-2)
        assert "today" in hand.text
        await hand.press("z")
        await hand.until(lambda: "SIM" not in hand.row(2))
        assert ledger.show_run(ctx, 1).state == "undone"


async def test_escape_and_any_other_key_run_nothing(ctx: Context) -> None:
    async with using(ctx) as hand:
        await on_scenario(hand, "outage C-0002", ctx)
        for key in ("n", "enter", "R", "space"):
            await hand.press("R", key)
            await hand.press("escape")
        assert ledger.history(ctx) == ()


async def test_spread_length_and_speed_are_set_and_refused(ctx: Context) -> None:
    async with using(ctx) as hand:
        await on_scenario(hand, "outage C-0002", ctx)
        await hand.press("e")
        await type_over(hand, "speed=9999")
        assert "3,600 times as fast" in hand.text
        await type_over(hand, "spread=30 lasts=240 speed=60x")
        await hand.press("R")
        assert "60 times as fast as the clock" in hand.text
        assert "clients reached within 30 min" in hand.text


def test_the_question_says_how_the_run_goes_through_time() -> None:
    assert pace_words(Paced({}, 7)) == "at once, seed 7, all of it can be taken back"
    assert pace_words(Paced({}, 42, 30, 240, 60)) == (
        "60 times as fast as the clock, clients reached within 30 min, over after 4 h,"
        " seed 42, all of it can be taken back"
    )


async def test_a_run_by_the_clock_is_moved_on_by_the_app(ctx: Context) -> None:
    async with using(ctx, (120, 40)) as hand:
        await on_scenario(hand, "outage sort:id limit:6", ctx)
        await hand.press("e")
        await type_over(hand, FAST)
        await hand.press("R", "y")
        await hand.until(lambda: "Runs › run 1" in hand.row(2), 10)
        assert ledger.show_run(ctx, 1).state == "running"
        move(ctx, DEMO_NOW + timedelta(hours=1))
        await hand.until(lambda: ledger.show_run(ctx, 1).state == "applied", 20)
        await hand.until(lambda: "6/6" in hand.text, 10)
        assert ledger.show_run(ctx, 1).done == 6


async def test_who_may_not_run_is_told_so(ctx: Context) -> None:
    reader = replace(ctx, viewer=Viewer("olga", "analyst"))
    async with using(reader) as hand:
        await hand.press("4")
        await hand.until(lambda: "points by part" in hand.text)
        await hand.press("R")
        assert "role analyst may not run simulations" in hand.row(-2)


@pytest.mark.parametrize(("letter", "words"), [
    ("s", "change of all scores together"), ("t", "change of clients at risk"),
    ("r", "change of ARR at risk"), ("i", "change of open incidents"),
])  # fmt: skip
async def test_each_figure_of_the_effect_opens(ctx: Context, letter: str, words: str) -> None:
    async with using(ctx, (100, 40)) as hand:
        await hand.press("4", "down")
        await computed(hand, preview(ctx, "outage", meant_by(ctx, "sort:-arr limit:100"), {}))
        await hand.press("w", letter)
        await hand.until(lambda: words in hand.text and " exactly" in hand.text)
        await hand.press("escape")
        assert words not in hand.text

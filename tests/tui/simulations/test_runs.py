"""`4 ]`: which runs there were, what came of one, and the keys that steer it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.simulations import ledger, living
from bellbuoy.services.simulations.comparing import compare
from bellbuoy.services.simulations.running import run
from tests.fixtures.stores import DEMO_NOW, move
from tests.tui.hand import Hand, using
from tests.tui.simulations.test_page import ctx, type_over

__all__ = ["ctx"]


def made(
    ctx: Context,
    name: str = "outage",
    whom: str = "C-0002",
    *,
    seed: int = 42,
    spread: int = 0,
    speed: int = 0,
) -> int:
    """The number of a run that was begun elsewhere."""
    meant = meant_by(ctx, whom)
    return run(ctx, name, meant, {}, whom=whom, seed=seed, spread=spread, speed=speed).number


async def on_runs(hand: Hand) -> None:
    await hand.press("4", "right_square_bracket")
    await hand.until(lambda: "in force" in hand.row(3))


async def test_an_empty_ledger_says_what_fills_it(ctx: Context) -> None:
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "Nothing has run yet" in hand.text)
        await hand.press("z")
        assert "nothing has run yet" in hand.row(-2)
        await hand.press("left_square_bracket")
        assert "[4 Simulate]" in hand.row(1)
        assert "Runs" not in hand.row(2)


async def test_a_run_is_told_with_its_clients_before_and_after(ctx: Context) -> None:
    number = made(ctx)
    (coral,) = compare(ctx, number)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "MEASURED" in hand.text)
        line = next(
            each for each in hand.lines if "Coral Networks" in each and "SIM" not in each
        )
        assert f" {coral.measured}~ " in line
        scores = [word.removesuffix("~") for word in line.split()]
        assert [int(word) for word in scores if word.isdigit()] == [
            coral.before, coral.predicted, coral.measured, coral.without,
        ]  # fmt: skip
        assert "applied" in hand.text
        assert "wrote " in hand.text


async def test_z_takes_back_the_run_under_the_cursor_and_says_it_is_as_before(
    ctx: Context,
) -> None:
    first, second = made(ctx), made(ctx, "pulse", "C-0003")
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: f"run {second}" in hand.row(2))
        await hand.press("down")
        await hand.until(lambda: f"run {first}" in hand.row(2))
        await hand.press("z")
        await hand.until(lambda: f"taken back: run {first}" in hand.row(-2))
        assert f"store equals the state before run {first}: yes" in hand.text
        assert ledger.show_run(ctx, first).state == "undone"
        assert ledger.show_run(ctx, second).state == "applied"
        assert f"run {first}" in hand.row(2)


async def test_a_run_in_force_is_verified_without_taking_it_back(ctx: Context) -> None:
    number = made(ctx)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "MEASURED" in hand.text)
        await hand.press("a", "v")
        await hand.until(lambda: f"the state before run {number}: yes" in hand.row(-2))
        assert ledger.show_run(ctx, number).state == "applied"


async def test_a_moving_run_is_held_stepped_and_stopped(ctx: Context) -> None:
    number = made(ctx, whom="sort:id limit:6", spread=60, speed=1)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "running" in hand.text)
        await hand.press("f")
        await hand.until(lambda: ledger.show_run(ctx, number).state == "paused")
        before = ledger.show_run(ctx, number).done
        await hand.press("R")
        await hand.until(lambda: ledger.show_run(ctx, number).done > before)
        await hand.press("e")
        await type_over(hand, "fast")
        assert "no speed" in hand.text
        await type_over(hand, "60")
        await hand.until(lambda: ledger.show_run(ctx, number).speed == 60)
        assert ledger.show_run(ctx, number).state == "running"
        await hand.press("a", "x")
        await hand.until(lambda: ledger.show_run(ctx, number).state == "stopped")
        await hand.press("f")
        assert f"run {number} is stopped" in hand.row(-2)


async def test_a_run_is_compared_with_another_one(ctx: Context) -> None:
    first = made(ctx)
    second = made(ctx, seed=7)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: "PREDICTED" in hand.text)
        await hand.press("a", "c")
        await hand.type("x")
        await hand.press("enter")
        assert "no number of a run" in hand.text
        await type_over(hand, str(first))
        await hand.until(lambda: f"RUN {first}" in hand.text)
        assert f"run {second}" in hand.row(2)


async def test_the_cursor_stays_on_its_run_when_another_one_comes(ctx: Context) -> None:
    first = made(ctx)
    async with using(ctx) as hand:
        await on_runs(hand)
        await hand.until(lambda: f"run {first}" in hand.row(2))
        made(ctx, "pulse", "C-0003")
        await hand.until(lambda: "2 runs" in hand.row(3))
        assert f"run {first}" in hand.row(2)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (160, 48)])
async def test_it_stands_on_any_screen_with_a_hostile_query(
    ctx: Context, size: tuple[int, int]
) -> None:
    run(
        ctx,
        "outage",
        meant_by(ctx, "C-0002"),
        {},
        whom="\x1b]52;c;aGk=\x07[bold]\u202e東京" * 9,
    )
    async with using(ctx, size) as hand:
        await on_runs(hand)
        await hand.until(lambda: "Outage" in hand.text)
        assert "\x1b" not in hand.text
        assert all(len(each) <= size[0] for each in hand.lines)


def test_a_run_by_the_clock_moves_only_with_it(ctx: Context) -> None:
    number = made(ctx, whom="sort:id limit:6", spread=60, speed=60)
    reached = ledger.show_run(ctx, number).done
    assert living.advance(ctx) == 0
    move(ctx, DEMO_NOW + timedelta(minutes=2))
    assert living.advance(ctx) == 6 - reached

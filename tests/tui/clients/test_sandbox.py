"""`a` on a client: an outage, a pulse or a reset of this one alone, asked before it runs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import ledger
from core.access.types import Viewer
from tests.tui.hand import Hand, using
from tests.tui.simulations.test_page import ctx

__all__ = ["ctx"]


async def on_coral(hand: Hand) -> None:
    await hand.press("colon")
    await hand.type("client C-0002")
    await hand.press("enter")
    await hand.until(lambda: "Coral Networks" in hand.row(2))


@pytest.mark.parametrize(
    ("letter", "scenario"), [("o", "outage"), ("u", "pulse"), ("r", "reset")]
)
async def test_a_letter_asks_and_y_runs_it_on_this_client_alone(
    ctx: Context, letter: str, scenario: str
) -> None:
    async with using(ctx) as hand:
        await on_coral(hand)
        await hand.press("a", letter)
        await hand.until(lambda: "whom: Coral Networks (C-0002)" in hand.text)
        assert ledger.history(ctx) == ()
        await hand.press("y")
        await hand.until(lambda: f"SIM {scenario}#1" in hand.row(2))
        (made,) = ledger.history(ctx)
        assert (made.scenario, made.whom, made.clients) == (scenario, "C-0002", 1)


async def test_the_page_marks_what_is_simulated_until_z(ctx: Context) -> None:
    async with using(ctx) as hand:
        await on_coral(hand)
        assert "~" not in hand.text
        await hand.press("a", "o")
        await hand.until(lambda: "whom: Coral" in hand.text)
        await hand.press("y")
        await hand.until(lambda: "~ of 100" in hand.text)
        assert "SIM-1-1~" in hand.text
        await hand.press("z")
        await hand.until(lambda: "~" not in hand.text)
        assert any(
            "store equals the state before run 1: yes" in said for said in hand.app.told()
        )


async def test_a_role_that_may_run_none_is_offered_none(ctx: Context) -> None:
    """The menu of everybody else stays as it is."""
    async with using(replace(ctx, viewer=Viewer("olga", "analyst"))) as hand:
        await on_coral(hand)
        await hand.press("a")
        assert "sandbox" not in hand.text

"""`4`: scenarios, what each would do, set and aimed by keys, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import worker
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.supervision.schedule import make_known
from core.simulations.types import Preview
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


async def computed(hand: Hand, found: Preview) -> None:
    """The average that a preview tells stands on the screen."""
    before, after = found.before.average, found.after.average
    assert before is not None
    assert after is not None
    await hand.until(lambda: f"{before:.2f}" in hand.text and f"{after:.2f}" in hand.text)


async def type_over(hand: Hand, text: str) -> None:
    await hand.press("end", "ctrl+u")
    await hand.type(text)
    await hand.press("enter")


async def test_each_scenario_is_computed_as_the_cursor_comes(ctx: Context) -> None:
    all_of_them = meant_by(ctx, "sort:-arr limit:100")
    async with using(ctx) as hand:
        await hand.press("4")
        assert "[4 Simulate]" in hand.row(1)
        await computed(hand, preview(ctx, "pulse", all_of_them, {}))
        await hand.press("down")
        found = preview(ctx, "outage", all_of_them, {})
        await computed(hand, found)
        assert f"+{found.written.incidents:,} " in hand.text
        assert f"{found.points.total:+,}".replace("-", "−") in hand.text


async def test_parameters_seed_and_clients_are_set_by_keys(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("colon")
        await hand.type("sim preview ticket-flood C-0002")
        await hand.press("enter")
        await computed(hand, preview(ctx, "ticket-flood", meant_by(ctx, "C-0002"), {}))
        await hand.press("e")
        await type_over(hand, "most=99")
        assert "most takes 1 to 50" in hand.text
        await type_over(hand, "most=3 seed=9")
        found = preview(ctx, "ticket-flood", meant_by(ctx, "C-0002"), {"most": 3}, seed=9)
        await computed(hand, found)
        await hand.press("slash")
        await type_over(hand, "tier:healthy")
        healthy = meant_by(ctx, "tier:healthy")
        await computed(hand, preview(ctx, "ticket-flood", healthy, {"most": 3}, seed=9))
        assert hand.app.page.command == (
            "bellbuoy sim preview ticket-flood tier:healthy --set most=3 --seed 9"
        )
        await hand.press("enter")
        await hand.until(lambda: "tier:healthy" in hand.row(3))
        assert "[2 Clients]" in hand.row(1)


async def test_a_past_day_has_happened(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("4", "T")
        await hand.type("2026-11-01")
        await hand.press("enter")
        await hand.until(lambda: "a past day has happened" in hand.text)


async def test_the_effect_scrolls_when_it_has_the_focus(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("4")
        await hand.until(lambda: "points by part" in hand.text)
        assert "Who moves most" not in hand.text
        await hand.press("tab", *["down"] * 8)
        await hand.until(lambda: "Who moves most" in hand.text)
        assert hand.app.page.copied == "pulse"


async def test_nobody_is_told_so(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("4", "slash")
        await type_over(hand, "owner:nobody-such")
        await hand.until(lambda: "there is nobody for it to happen to" in hand.text)

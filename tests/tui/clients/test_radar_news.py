"""What changed since one last looked at the radar: marks, a count, and when they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import looks, news
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions
from core.values.instants import to_micros
from storage.looks.writes import keep_look
from tests.tui.hand import using


@pytest.fixture
def looked(own_ctx: Context) -> Context:
    """A store that may be written, whose viewer looked the day before; one client at
    risk was written about since."""
    ctx = replace(own_ctx, read_only=False)
    with ctx.store.unit() as unit:
        keep_look(unit, ctx.viewer.name, "client", to_micros(ctx.now - timedelta(hours=20)))
    return ctx


def _worst(ctx: Context) -> str:
    from bellbuoy.services.clients import RADAR_QUERY, page

    return page(ctx, RADAR_QUERY, limit=1).rows[0].key


async def test_the_heading_counts_them_and_rows_bear_a_mark(looked: Context) -> None:
    interactions.add(looked, (_worst(looked),), "spoke to them")
    found = news.changed(looked, "tier:critical,at_risk NOT snoozed:any")
    assert found is not None
    async with using(replace(looked, read_only=True)) as hand:
        assert f"{found.n} changed since yesterday 18:00" in hand.row(-2)
        assert "r all seen" in hand.row(-2)
        marked = [line for line in hand.lines[7:-6] if "●" in line]
        assert len(marked) == min(found.n, len(hand.lines[7:-6]))
        assert "●" in hand.lines[7]
        await hand.press("space")
        assert "1 marked" in hand.row(-2)
        await hand.press("space")
        assert "changed since" in hand.row(-2)
    async with using(replace(looked, read_only=True), (160, 48)) as hand:
        assert f"At risk › {found.n} changed since yesterday 18:00" in hand.row(2)
        assert "changed since" not in hand.row(-2)


async def test_a_refresh_is_a_look_and_takes_them_away(looked: Context) -> None:
    interactions.add(looked, (_worst(looked),), "spoke to them")
    async with using(looked) as hand:
        assert "changed since" in hand.row(-2)
        await hand.press("enter", "escape")
        assert "changed since" in hand.row(-2), "a client that is opened lies upon the list"
        await hand.press("r")
        await hand.until(lambda: "changed since" not in hand.row(-2))
        await hand.settle()
        assert not any("●" in line for line in hand.lines[7:-6])
        assert looks.last(looked) == looked.now


async def test_going_elsewhere_is_a_look_too(looked: Context) -> None:
    async with using(looked) as hand:
        await hand.press("2")
        await hand.until(lambda: looks.last(looked) == looked.now)
        await hand.press("q")
    assert hand.app.page_left == "clients"


async def test_who_never_looked_sees_neither(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        assert "changed since" not in hand.row(-2)
        assert not any("●" in line for line in hand.lines[7:-6])
        await hand.press("r", "2")
        assert looks.last(demo_ctx) is None
    async with using(demo_ctx) as hand:
        await hand.press("enter", "q")
    assert hand.app.page_left == "radar"

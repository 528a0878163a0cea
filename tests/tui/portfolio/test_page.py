"""The portfolio at work: read off the event loop, split, dated, and left by enter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using
from tui.portfolio.page import PortfolioPage


def portfolio(hand: Hand) -> PortfolioPage:
    assert isinstance(hand.page, PortfolioPage)
    return hand.page


async def test_key_0_shows_the_base_as_a_whole(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0")
        assert hand.row(2).startswith("Portfolio")
        assert "[g more]" in hand.row(1)
        for words in ("15 clients", "Health, 30 d", "API calls, 30 d", "REVENUE AT RISK"):
            assert words in hand.text
        assert "$1,799,751 100.0%" in hand.text
        assert hand.row(-1).startswith("⏎ open  b by  t time")


async def test_b_goes_through_what_revenue_is_split_by(demo_ctx: Context) -> None:
    async with using(demo_ctx, (120, 40)) as hand:
        await hand.press("0")
        seen = []
        for _ in range(6):
            seen.append(portfolio(hand).by)
            assert f"BY {portfolio(hand).by.upper()}" in hand.text
            await hand.press("b")
        assert seen == ["owner", "plan", "industry", "country", "renews", "owner"]


async def test_t_changes_the_range_of_both_charts(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "t")
        assert "Health, 90 d" in hand.text
        assert "API calls, 90 d" in hand.text
        assert hand.row(3).endswith("t 90 d")
        await hand.press("t")
        assert "Health, 30 d" in hand.text


async def test_enter_opens_the_clients_behind_a_line(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "down", "enter")
        assert hand.list.query_text == "tier:at_risk"
        assert hand.list.total == 5
        await hand.press("0")
        assert portfolio(hand).cursor == "tier:at_risk"
        await hand.press("down", "down", "down", "down", "enter")
        assert hand.list.query_text == "owner:ana"
        await hand.press("0", "g", "g", "right", "enter")
        assert hand.row(2).startswith("Incidents")
        assert hand.list.query_text == "severity:critical"


async def test_the_cursor_goes_where_a_hand_leads_it(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0")
        page = portfolio(hand)
        steps = {
            "right": "severity:critical", "down": "severity:high", "left": "tier:at_risk",
            "G": "by", "up": "by:raj", "pageup": "tier:critical", "pagedown": "by",
        }  # fmt: skip
        for key, wanted in steps.items():
            await hand.press(key)
            assert page.cursor == wanted
        await hand.press("home", "right", "down", "down", "down", "down", "down")
        assert page.cursor == "by:ana"
        await hand.press("up")
        assert page.cursor == "tier"


async def test_up_leads_onto_the_charts_and_row_23_reads_a_day_out(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "up")
        page = portfolio(hand)
        data = page.data
        assert data is not None
        last = data.health.days[-1]
        assert last.mean is not None
        assert "health: " in hand.row(-2)
        assert f"mean {last.mean:.1f}" in hand.row(-2)
        newest = hand.text
        await hand.press("left")
        await hand.settle()
        before = data.health.days[-2]
        assert f"mean {before.mean:.1f}" in hand.row(-2)
        assert page.command == "bellbuoy analytics trend health --days 30 --chart"
        assert hand.text != newest
        assert "▲" in hand.text
        assert "►" not in hand.text
        await hand.press("enter")
        assert "opens nothing" in hand.row(-2)
        await hand.press("down")
        assert page.point is None
        assert page.cursor == "tier:critical"


async def test_up_from_the_right_leads_onto_the_chart_of_use(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "right", "up")
        data = portfolio(hand).data
        assert data is not None
        assert f"calls {data.usage.days[-1].calls:,}" in hand.row(-2)
        assert hand.row(-2).lstrip().startswith("API calls: ")
        await hand.press("up")
        assert hand.row(-2).lstrip().startswith("health: ")
        await hand.press("G")
        assert portfolio(hand).point is None


async def test_another_split_keeps_the_cursor_in_its_table(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0", "G", "up", "b")
        assert portfolio(hand).cursor == "by:Enterprise"


async def test_a_past_day_is_that_of_the_whole_page(own_ctx: Context) -> None:
    async with using(own_ctx) as hand:
        await hand.press("0", "T")
        await hand.type("2026-11-01")
        await hand.press("enter")
        await hand.until(lambda: "as of 2026-11-01" in hand.row(2))
        await hand.settle()
        data = portfolio(hand).data
        assert data is not None
        assert data.health.last_day == data.usage.last_day == data.ctx.today
        assert data.revenue.as_of == data.ctx.now
        await hand.press("Y")
        assert "bellbuoy analytics revenue --by tier --as-of 2026-11-01" in hand.row(-2)


async def test_the_command_is_that_of_the_line(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("0")
        page = portfolio(hand)
        assert page.command == "bellbuoy analytics revenue --by tier"
        await hand.press("right")
        assert page.command == "bellbuoy incident stats"
        await hand.press("G", "b")
        assert page.command == "bellbuoy analytics revenue --by plan"


async def test_the_address_names_the_split(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("colon")
        await hand.type("portfolio industry")
        await hand.press("enter")
        assert portfolio(hand).by == "industry"
        await hand.press("1", "g", "x")
        assert portfolio(hand).by == "industry"


async def test_an_empty_store_says_so(empty_ctx: Context) -> None:
    async with using(empty_ctx) as hand:
        await hand.press("0")
        assert "No clients yet." in hand.text
        await hand.press("down", "right", "G", "pagedown")
        await hand.press("enter")
        assert "no line under the cursor" in hand.row(-2)


async def test_a_role_that_may_not_is_told(demo_store: Path) -> None:
    ctx = replace(context(demo_store, DEMO_NOW, role="auditor"), read_only=True)
    async with using(ctx) as hand:
        await hand.press("0")
        assert "DENIED" in hand.text
        assert "overview:read" in hand.text


async def test_commits_wait_a_little_and_none_is_lost(
    own_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.portfolio.board.REST_S", 600)
    async with using(own_ctx) as hand:
        await hand.press("0")
        page = portfolio(hand)
        before = page.data
        read: list[str] = []
        load = page.load
        monkeypatch.setattr(page, "load", lambda: read.append("again") or load())
        page.store_changed()
        page.store_changed()
        assert read == []
        page._rested()
        assert read == ["again"]
        await hand.settle()
        assert page.data is not before
        assert page.data == before
        page._rested()
        assert read == ["again"]
        page.store_changed()
        assert read == ["again", "again"]
        await hand.press("r")
        assert read == ["again"] * 3


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (79, 24), (200, 60)])
async def test_any_room_will_do(demo_ctx: Context, size: tuple[int, int]) -> None:
    async with using(demo_ctx, size) as hand:
        await hand.press("0")
        assert "Health" in hand.text
        await hand.press("G")
        assert "all" in hand.text

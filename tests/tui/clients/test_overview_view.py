"""Left and right on the overview go through the days of the logins."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from core.values.instants import day_text
from tests.tui.hand import Hand, using
from tui.charts.words import full_day
from tui.clients.detail import ClientPage


def page(hand: Hand) -> ClientPage:
    assert isinstance(hand.page, ClientPage)
    return hand.page


async def test_a_day_is_marked_and_row_23_says_it(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("enter")
        data = page(hand).data
        assert data is not None
        await hand.press("left")
        last = data.detail.usage[-1]
        assert full_day(last.day) in hand.row(23)
        assert f"{last.calls:,} API call" in hand.row(23), day_text(last.day)
        assert "►" in hand.text
        await hand.press("left")
        assert full_day(last.day - 1) in hand.row(23)
        await hand.press("right", "right", "right")
        assert full_day(last.day) in hand.row(23)


async def test_days_before_the_chart_of_use_have_their_logins(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("enter", *["left"] * 31)
        data = page(hand).data
        assert data is not None
        day = data.detail.usage[-1].day - 30
        assert f"{full_day(day)} · " in hand.row(23)
        assert " login" in hand.row(23)
        assert "API call" not in hand.row(23)


async def test_another_client_has_no_point_yet(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("enter", "left")
        assert "►" in hand.text
        await hand.press("J")
        assert "►" not in hand.text


@pytest.mark.parametrize("tab", [2, 3])
async def test_a_tab_without_a_chart_says_so(demo_ctx: Context, tab: int) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("enter", *["right_square_bracket"] * tab, "left")
        assert "no points on this tab" in hand.row(23)

"""Left and right on the tab of use go through its days."""

from __future__ import annotations

from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.clients.detail import ClientPage


async def test_row_23_says_the_day_that_is_pointed_out(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "enter", "right_square_bracket", "left")
        page = hand.page
        assert isinstance(page, ClientPage)
        assert page.data is not None
        days = page.data.detail.usage
        assert f"{days[-1].calls:,} API call" in hand.row(23)
        await hand.press("left")
        assert f"{days[-2].calls:,} API call" in hand.row(23)
        await hand.settle()
        assert "▲" in hand.text

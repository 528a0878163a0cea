"""The score opened: what moved it in 7, 30 and 90 days, and what would raise it."""

from __future__ import annotations

from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.clients.detail import ClientPage


async def test_t_goes_through_the_days_to_compare_with(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "w")
        page = hand.page
        assert isinstance(page, ClientPage)
        key = page.place.key
        assert "WHY IT MOVED  since 9 Nov" in hand.text
        assert page.command == f"bellbuoy health explain {key}"
        await hand.press("t")
        assert "WHY IT MOVED  since 17 Oct" in hand.text
        assert page.command == f"bellbuoy health explain {key} --against 2026-10-17"
        assert page.data is not None
        assert page.data.why.change is not None
        assert page.data.why.change.total == (
            (page.data.why.score or 0) - (page.data.why.score_before or 0)
        )
        await hand.press("t", "t")
        assert "WHY IT MOVED  since 9 Nov" in hand.text


async def test_another_tab_has_no_days_to_compare_with(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "enter", "t")
        assert "only on the Explain tab" in hand.row(23)


async def test_a_young_client_has_nothing_to_compare_with(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("colon")
        await hand.type("client explain C-0005")
        await hand.press("enter", "t", "G")
        assert "no score 30 days ago" in hand.text


async def test_a_part_of_the_change_opens_into_what_moved_it(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "w", "down", "down", "down", "enter")
        assert "came into it" in hand.text


async def test_the_least_that_would_make_it_healthy_is_told(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("colon")
        await hand.type("client explain C-0002")
        await hand.press("enter", "G")
        assert "healthy with 93 calls more" in hand.text


async def test_why_on_the_other_tabs_opens_their_number(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("end", "enter", "right_square_bracket", "w")
        assert hand.page.place.screen == "figure"
        assert "calls in 30 days of" in hand.text
        await hand.press("escape", "right_square_bracket", "w")
        assert (hand.page.place.screen, hand.page.place.key) == ("figure", "incidents")

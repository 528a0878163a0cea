"""A filter that is dropped leaves the list, and what stands beside it, as it was."""

from __future__ import annotations

from bellbuoy.services.context import Context
from tests.tui.hand import using


async def test_the_row_is_told_again_after_a_filter_that_nothing_matched(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        before = hand.lines[:-2]
        await hand.press("slash")
        await hand.type("nobody")
        assert "evidence" not in hand.text
        await hand.press("escape")
        await hand.until(lambda: hand.lines[:-2] == before)

"""A figure of the record opens into the incidents behind it."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.statistics import opened_figure
from core.record.types import WHYS
from core.values.took import exact_words
from tests.tui.hand import using
from tui.incidents import why


def test_every_figure_has_a_letter() -> None:
    assert {measure for _, measure, _, _ in why.WHYS} == set(WHYS)
    letters = [letter for letter, *_ in why.WHYS]
    assert len(set(letters)) == len(letters)


async def test_the_mean_opens_into_incidents_and_one_of_them_opens(ctx: Context) -> None:
    found = opened_figure(ctx, "mttr", "", 90)
    assert found.total is not None
    assert len(found.parts) > 1
    largest = found.parts[0]
    async with using(ctx) as hand:
        await hand.press("3", "right_square_bracket", "w")
        assert "what each took that was resolved" in hand.text
        await hand.press("r")
        await hand.until(lambda: f"all incidents: {exact_words(found.total or 0)}" in hand.text)
        assert "which add up to" in hand.text
        assert largest.value in hand.text
        assert hand.app.page.command == "bellbuoy incident stats --why mttr --days 90"
        await hand.press("enter")
        await hand.until(lambda: largest.id in hand.row(2))
        await hand.press("escape", "escape")
        await hand.until(lambda: "MTTR" in hand.text)


@pytest.mark.parametrize(("letter", "words"), [
    ("a", "mean time to acknowledge"), ("s", "clocks settled"), ("o", "outage"),
    ("d", "change of the mean time to resolve"),
])  # fmt: skip
async def test_the_others_open_too(ctx: Context, letter: str, words: str) -> None:
    async with using(ctx) as hand:
        await hand.press("3", "right_square_bracket", "t", "w", letter)
        await hand.until(lambda: f"{words} of all incidents" in hand.text)
        assert "180 days" in hand.text

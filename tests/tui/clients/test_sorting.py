"""Every field of a client puts its lists in order, by one letter."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from core.query.nouns import CLIENT_FIELDS
from tests.tui.hand import using
from tui.clients.rows import ClientRows
from tui.list_state import next_sort


def test_each_field_has_a_letter_of_its_own() -> None:
    letters = [choice.key for choice in ClientRows.SORTS]
    assert len(set(letters)) == len(letters)
    assert "s" not in letters, "it turns round"
    assert sorted(choice.field for choice in ClientRows.SORTS) == sorted(CLIENT_FIELDS.names)


def test_the_same_letter_again_reverses() -> None:
    for choice in ClientRows.SORTS:
        first = next_sort(ClientRows.SORTS, choice.key, ("-", False))
        assert first == ("-" if choice.descending else "") + choice.field
        again = next_sort(ClientRows.SORTS, choice.key, (choice.field, choice.descending))
        assert again == ("" if choice.descending else "-") + choice.field


@pytest.mark.parametrize("place", ["1", "2"])
async def test_letters_and_lines_of_a_menu_longer_than_the_screen(
    demo_ctx: Context, place: str
) -> None:
    async with using(demo_ctx) as hand:
        await hand.press(place, "s", "L")
        await hand.until(lambda: "sort login ▲" in hand.text)
        await hand.press("s", "L")
        await hand.until(lambda: "sort login ▼" in hand.text)
        await hand.press("s")
        await hand.until(lambda: "█│" in hand.text and "turn round" not in hand.text)
        await hand.press(*["down"] * len(ClientRows.SORTS))
        await hand.until(lambda: "turn round" in hand.text)
        await hand.press("enter")
        await hand.until(lambda: "sort login ▲" in hand.text)

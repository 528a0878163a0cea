"""Columns of a list: shown, hidden, moved, kept, and given back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.look import own_file
from tests.tui.hand import Hand, using
from tests.tui.widgets.rows import Item
from tui.widgets.arranging import arranged
from tui.widgets.window_columns import Column, lay_out

IDS = tuple("abcdef")
COLUMNS: tuple[Column[Item], ...] = tuple(
    Column(each, each, 8, 4, place, "left", lambda row: (row.name, ""))
    for place, each in enumerate(IDS)
)


def shown(hand: Hand) -> tuple[str, ...]:
    return hand.list.list.shown_columns


async def test_a_column_is_hidden_and_another_moved(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2")
        before = shown(hand)
        assert before[:3] == ("name", "tier", "health")
        await hand.press("C")
        assert "Columns of clients" in hand.text
        assert "[x] TIER" in hand.text
        assert "[x] PLAN" in hand.text
        await hand.press("down", "space", "down", "K", "K", "enter")
        assert shown(hand)[:2] == ("health", "name")
        assert "tier" not in shown(hand)
        kept = own_file.read().preferences.columns["clients"]
        assert kept[:2] == ("health", "name")
        await hand.press("1")
        assert shown(hand) == before[:8], "each list has its own"
        await hand.press("2", "C", "r")
        assert shown(hand) == before
        assert not own_file.read().preferences.columns


async def test_a_list_keeps_a_column(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "C")
        for _ in range(12):
            await hand.press("space", "down")
        await hand.press("enter")
        assert "a list needs a column" in hand.text
        await hand.press("escape")
        assert "name" in shown(hand)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*IDS, "gone"]), unique=True), st.integers(4, 60))
def test_what_stands_first_stays_longest(ids: list[str], width: int) -> None:
    known = [each for each in ids if each in IDS]
    placed = [each.column.id for each in lay_out(arranged(COLUMNS, ids), width)]
    assert placed == (known or list(IDS))[: len(placed)]

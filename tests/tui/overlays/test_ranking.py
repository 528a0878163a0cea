"""What fits, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.overlays.ranking import BEGINS, EXACT, HINT, INSIDE, SCATTERED, WORD, quality, ranked


@dataclass(frozen=True)
class Thing:
    label: str
    hint: str = ""
    names: tuple[str, ...] = ()
    here: bool = False
    found_for: str = ""


SORT = Thing("sort", "sort menu", ("s", "list.sort"), here=True)
RADAR = Thing("Radar", "clients at risk", ("1", "g r", "radar"))
NORTH = Thing("Northwind Labs", "critical 38", ("C-0412",))
THINGS = (SORT, RADAR, NORTH)


@pytest.mark.parametrize(
    ("typed", "thing", "grade"),
    [
        ("s", SORT, EXACT),
        ("S", SORT, BEGINS),
        ("list.sort", SORT, EXACT),
        ("c-0412", NORTH, EXACT),
        ("g r", RADAR, EXACT),
        ("north", NORTH, BEGINS),
        ("NORTHWIND LABS", NORTH, BEGINS),
        ("labs north", NORTH, WORD),
        ("wind", NORTH, INSIDE),
        ("crit", NORTH, HINT),
        ("nwl", NORTH, SCATTERED),
        ("", NORTH, BEGINS),
        ("zebra", NORTH, None),
        ("lwn", NORTH, None),
    ],
)
def test_how_well_it_fits(typed: str, thing: Thing, grade: int | None) -> None:
    assert quality(typed, thing) == grade


def test_what_the_store_found_is_kept_for_the_text_it_was_searched_by() -> None:
    found = Thing("�…", found_for="東京")
    assert quality("東京", found) == INSIDE
    assert quality("大阪", found) is None


def test_an_exact_key_comes_first_then_what_can_be_done_here() -> None:
    begins = Thing("radar of my book", here=True)
    assert ranked("radar", (begins, RADAR)) == [RADAR, begins]
    other = Thing("sorted by hand")
    assert ranked("sor", (other, SORT)) == [SORT, other]


def test_a_hint_or_scattered_letters_come_behind_a_label() -> None:
    by_hint = Thing("as of", "look at a past day", here=True)
    scattered = Thing("dial the answer", here=True)
    client = Thing("Dalton")
    assert ranked("da", (by_hint, scattered, client)) == [client, by_hint, scattered]


@settings(max_examples=100)
@given(
    st.text("abc -", max_size=6),
    st.lists(st.builds(Thing, st.text("abc ", max_size=8), here=st.booleans()), max_size=8),
)
def test_ranking_loses_and_adds_nothing(typed: str, things: list[Thing]) -> None:
    found = ranked(typed, things)
    fits = [thing for thing in things if quality(typed, thing) is not None]
    assert sorted(map(id, found)) == sorted(map(id, fits))
    same = [thing for thing in found if quality(typed, thing) == BEGINS and thing.here]
    assert same == [thing for thing in fits if quality(typed, thing) == BEGINS and thing.here]


def test_nothing_typed_keeps_the_order_but_for_what_is_here() -> None:
    assert ranked("", THINGS) == [SORT, RADAR, NORTH]

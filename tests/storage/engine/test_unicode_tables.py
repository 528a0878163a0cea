"""Tables of characters, made from what Python says of each."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.engine.unicode_tables import (
    LAST,
    Ranges,
    blanks,
    complement,
    digits,
    folding,
    lower_of,
    unassigned,
    words,
)

chars = st.characters(min_codepoint=1, exclude_categories=["Cs"])


def holds(ranges: Ranges, char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


@settings(max_examples=150, deadline=None)
@given(char=chars)
def test_each_character_is_where_python_has_it(char: str) -> None:
    assert holds(digits(), char) == char.isdecimal()
    assert holds(words(), char) == (char.isalnum() or char == "_")
    assert holds(blanks(), char) == char.isspace()
    assert holds(unassigned(), char) == (unicodedata.category(char) == "Cn")
    assert holds(complement(blanks()), char) != holds(blanks(), char)


@settings(max_examples=150, deadline=None)
@given(char=chars, low=chars, high=chars)
def test_small_letters_are_found_by_their_capitals(char: str, low: str, high: str) -> None:
    upper = char.upper()
    between = len(upper) == 1 and upper != char and low <= upper <= high
    assert (char in set(lower_of(low, high))) == between


@settings(max_examples=150, deadline=None)
@given(char=st.characters(min_codepoint=0x80, exclude_categories=["Cs"]))
def test_folding_is_python_s(char: str) -> None:
    known = dict(folding().simple) | dict(folding().full)
    assert known.get(char, char) == char.casefold()


def test_a_complement_of_nothing_is_everything() -> None:
    assert complement(()) == ((1, LAST),)
    assert complement(((1, LAST),)) == ()
    assert complement(((5, 6), (8, 9))) == ((1, 4), (7, 7), (10, LAST))

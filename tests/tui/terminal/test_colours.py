from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.terminal.colours import parts, turn

WEIGHTS = st.lists(st.sampled_from(["1", "4", "7"]), unique=True)
TEXTS = st.sampled_from(["", "31", "97", "38;5;253", "38;2;1;2;3"])
GROUNDS = st.sampled_from(["", "44", "103", "48;5;17", "48;2;4;5;6"])
CODES = st.tuples(WEIGHTS, TEXTS, GROUNDS).map(
    lambda some: ";".join([*some[0], *filter(None, some[1:])])
)


def stands(*sequences: str) -> tuple[object, ...]:
    """How a terminal would draw a character after these."""
    screen = pyte.Screen(2, 1)
    pyte.Stream(screen).feed("".join(sequences) + "x")
    char = screen.buffer[0][0]
    return char.fg, char.bg, char.bold, char.underscore, char.reverse


@given(CODES, CODES)
@settings(max_examples=100)
def test_a_turn_ends_where_the_whole_sequence_would(before: str, after: str) -> None:
    start = f"\x1b[0;{before}m" if before else "\x1b[m"
    goal = f"\x1b[0;{after}m" if after else "\x1b[m"
    assert stands(start, turn(before, after)) == stands(goal)
    assert len(turn(before, after)) <= len(goal)
    assert turn(after, after) in ("", "\x1b[m")


def test_what_nobody_knows_is_begun_anew() -> None:
    assert turn("?", "1;31") == "\x1b[0;1;31m"
    assert turn("?", "") == "\x1b[m"


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ("", (set(), "", "")),
        ("1;38;5;253;48;5;233", ({"1"}, "38;5;253", "48;5;233")),
        ("38;2;1;31;44;7", ({"7"}, "38;2;1;31;44", "")),
        ("91;100", (set(), "91", "100")),
        ("39;49;4", ({"4"}, "", "")),
    ],
)
def test_codes_are_taken_apart(codes: str, found: tuple[set[str], str, str]) -> None:
    weights, text, ground = parts(codes)
    assert (set(weights), text, ground) == found

"""How long something took, in words."""

from __future__ import annotations

import pytest

from core.values.took import took_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h 00 min"),
        (11_100, "3 h 05 min"),
        (86_399, "23 h 59 min"),
        (187_200, "2 d 04 h"),
    ],
)
def test_the_two_largest_units(seconds: int, words: str) -> None:
    assert took_words(seconds) == words

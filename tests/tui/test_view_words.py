"""Views in words."""

from __future__ import annotations

from core.views.types import View
from tui.view_words import asks, shared_words, spoken, whose


def test_whose_it_is_and_how_it_is_meant() -> None:
    own, other = View("A", "radar", owner="ana"), View("A", "radar", owner="raj", shared="rep")
    assert (spoken(own, "ana"), spoken(other, "ana")) == ("A", "raj/A")
    assert (whose(own, "ana"), whose(other, "ana")) == ("own", "of raj")
    assert whose(other, "raj") == "own, for rep"
    assert whose(View("A", "radar"), "ana") == "starter"
    assert shared_words("*") == "for all"


def test_what_it_asks_is_safe() -> None:
    view = View("A", "radar", 'name~"\x1b[2J"', ("name",), "-arr", "owner", 30)
    assert asks(view) == 'radar name~"�[2J" sort:-arr by:owner cols:name refresh:30s'

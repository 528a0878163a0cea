"""What keys do where two sides are compared."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.read_once import pane_moves


def _has_sides(page: Any) -> Enabled:
    return True if page.data is not None else "nothing is compared yet"


DIFF: tuple[Action, ...] = (
    Action("diff.open", "open", "open", "the client of the side that is pointed out",
           "do_open", enabled=_has_sides),
    Action("diff.why", "why", "why", "why its score is what it is", "do_why",
           enabled=_has_sides),
    Action("diff.left", "left", "side", "point out the left side", "do_left",
           enabled=_has_sides),
    Action("diff.right", "right", "side", "point out the right side", "do_right",
           enabled=_has_sides),
)  # fmt: skip

DIFF_MOVES = pane_moves("diff", "line")

DIFF_WORDS: tuple[tuple[str, str], ...] = (
    ("difference", "the right side less the left; of days, how many lie between"),
    ("points", "what a component adds to the score; on either side they sum to it"),
    ("of 100", "a component before its weight"),
    ("other", "words that are not the same"),
    ("none", "nothing is known, or there is none"),
)

"""What keys do where two sides are compared."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


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

DIFF_MOVES: tuple[Action, ...] = (
    Action("diff.down", "down", "down", "one line down", "do_down"),
    Action("diff.up", "up", "up", "one line up", "do_up"),
    Action("diff.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("diff.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("diff.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("diff.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("diff.first", "first", "first", "the first line", "do_first"),
    Action("diff.last", "last", "last", "the last line", "do_last"),
)

DIFF_WORDS: tuple[tuple[str, str], ...] = (
    ("difference", "the right side less the left; of days, how many lie between"),
    ("points", "what a component adds to the score; on either side they sum to it"),
    ("of 100", "a component before its weight"),
    ("other", "words that are not the same"),
    ("none", "nothing is known, or there is none"),
)

"""What keys do where a number is opened."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.read_once import pane_moves


def _has_rows(page: Any) -> Enabled:
    return True if page.part is not None and page.part.command else "no rows behind this part"


FIGURE: tuple[Action, ...] = (
    Action("figure.open", "open", "rows", "the rows behind the part", "do_open",
           enabled=_has_rows),
    Action("figure.why", "why", "why", "the same: the rows behind the part", "do_open",
           enabled=_has_rows),
)  # fmt: skip

FIGURE_MOVES = pane_moves("figure", "part")

WORDS: tuple[tuple[str, str], ...] = (
    ("amount", "what a part adds; the parts add up to the total exactly"),
    ("share", "the part of the total that it is"),
    ("rows", "how many stored rows stand behind it; enter lists them"),
    ("÷", "a sum over the number of all clients that have the figure"),
)

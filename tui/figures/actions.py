"""What keys do where a number is opened."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_rows(page: Any) -> Enabled:
    return True if page.part is not None and page.part.command else "no rows behind this part"


FIGURE: tuple[Action, ...] = (
    Action("figure.open", "open", "rows", "the rows behind the part", "do_open",
           enabled=_has_rows),
    Action("figure.why", "why", "why", "the same: the rows behind the part", "do_open",
           enabled=_has_rows),
)  # fmt: skip

FIGURE_MOVES: tuple[Action, ...] = (
    Action("figure.down", "down", "down", "the next part", "do_down"),
    Action("figure.up", "up", "up", "the part before", "do_up"),
    Action("figure.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("figure.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("figure.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("figure.half_up", "half_up", "half up", "half a page up", "do_half_up"),
    Action("figure.first", "first", "first", "the first part", "do_first"),
    Action("figure.last", "last", "last", "the last part", "do_last"),
)

WORDS: tuple[tuple[str, str], ...] = (
    ("amount", "what a part adds; the parts add up to the total exactly"),
    ("share", "the part of the total that it is"),
    ("rows", "how many stored rows stand behind it; enter lists them"),
    ("÷", "a sum over the number of all clients that have the figure"),
)

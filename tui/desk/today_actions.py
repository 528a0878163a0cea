"""The keys of what to do now."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.desk.actions import ACTS
from tui.desk.tabs import TABS


def _has_row(page: Any) -> Enabled:
    return True if page.current is not None else "nothing under the cursor"


TODAY: tuple[Action, ...] = (
    Action("today.open", "open", "open", "the client, at what was said and is to do",
           "do_open", enabled=_has_row),
    *ACTS,
    Action("today.why", "why", "why", "the score of the client, opened into its parts",
           "do_why", enabled=_has_row),
    Action("today.filter", "filter", "whose", "of which clients: owner:me, tier:critical",
           "do_filter"),
    *TABS,
)  # fmt: skip
TODAY_MOVES: tuple[Action, ...] = (
    Action("today.down", "down", "down", "the next one", "do_down"),
    Action("today.up", "up", "up", "the one before", "do_up"),
    Action("today.page_down", "page_down", "page down", "ten on", "do_page_down"),
    Action("today.page_up", "page_up", "page up", "ten back", "do_page_up"),
    Action("today.first", "first", "first", "the first one", "do_first"),
    Action("today.last", "last", "last", "the last one", "do_last"),
)
WORDS: tuple[tuple[str, str], ...] = (
    ("due", "open tasks of up to three days ahead, and all that are late"),
    ("next step", "an open task, or a call, e-mail or meeting of the last three days"),
    ("silent", "no use for 14 days or more"),
    ("points", "the strongest reason, 5 for each further one, up to 40 for the ARR"),
)

"""What a list screen knows beside its rows: its order, its hand, its words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from bellbuoy.services.context import Context
from bellbuoy.services.lists import ListWindow
from core.query.types import Directives
from tui.glyphs import Glyphs
from tui.widgets.page_source import R

HAND_S = 5.0


@dataclass(frozen=True, slots=True)
class Opened(Generic[R]):
    """A list that has been opened: its window, the moment and order of its query."""

    ctx: Context
    window: ListWindow[R]
    directives: Directives


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One line of the sort menu: its letter, the field, and the way it starts."""

    key: str
    field: str
    label: str
    descending: bool = False


class Steady:
    """Keeps the order still while a hand is on the list. `waiting` rows have moved."""

    def __init__(self) -> None:
        self.waiting = 0
        self._touched = -HAND_S

    @property
    def held(self) -> bool:
        """Whether somebody has moved in the list within the last seconds."""
        return time.monotonic() - self._touched < HAND_S

    def touch(self) -> None:
        self._touched = time.monotonic()

    def applied(self) -> None:
        """The rows stand as the store has them."""
        self.waiting = 0


def count_words(seen: tuple[int, int], total: int | None) -> str:
    """`1–9 of 299`; the total once it has been counted."""
    first, last = seen
    shown = f"{first:,}–{last:,}" if last else "0"
    return shown if total is None and not last else f"{shown} of {_number(total)}"


def _number(total: int | None) -> str:
    return "…" if total is None else f"{total:,}"


def sort_words(order: tuple[str, bool], glyphs: Glyphs) -> str:
    """`sort health ▲`: ascending, `▼` descending."""
    field, descending = order
    return f"sort {field} {glyphs.down if descending else glyphs.up}"


def next_sort(choices: Sequence[SortChoice], chosen: str, now: tuple[str, bool]) -> str | None:
    """The order behind a letter of the menu, as behind `sort:`; the field that holds
    already, and `s`, turn it round. None for another letter."""
    field, descending = now
    choice = next((c for c in choices if c.key == chosen), None)
    if chosen == "s" or (choice is not None and choice.field == field):
        return field if descending else f"-{field}"
    if choice is None:
        return None
    return f"-{choice.field}" if choice.descending else choice.field

"""What has changed in a list: on its lines, and for its screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.widget import Widget

from tui.widgets.marks import Marks
from tui.widgets.window_messages import CountChanged, ListMessage, RowHighlighted, ViewMoved
from tui.widgets.window_state import WindowState, thumb


def shown_lines(state: WindowState[Any], marks: Marks) -> list[tuple[object, ...]]:
    """What each line shows: where two answers are equal, so is the screen."""
    bar = thumb(state.top, state.height, state.total)
    found: list[tuple[object, ...]] = []
    for line in range(state.height):
        index = state.top + line
        exists = index < state.total
        row = state.row(index) if exists else None
        marked = row is not None and row.id in marks
        found.append((row, exists, exists and index == state.cursor, marked, line in bar))
    return found


class News:
    """Remembers what the screen was told, so that it hears only what is new."""

    def __init__(self) -> None:
        self._told: dict[type[ListMessage], object] = {}

    def forget_count(self) -> None:
        """The next count is news, even if it is the same number."""
        self._told.pop(CountChanged, None)

    def of(self, window: Widget, state: WindowState[Any]) -> Iterator[ListMessage]:
        """The messages that are due."""
        if state.counted and self._is_new(CountChanged, (state.total, state.capped)):
            yield CountChanged(window, state.total, state.capped)
        seen = state.visible
        first, last = (seen[0] + 1, seen[-1] + 1) if seen else (0, 0)
        if self._is_new(ViewMoved, (first, last)):
            yield ViewMoved(window, first, last)
        row = state.cursor_row
        if state.counted and not state.total:
            # Whoever shows the row has nothing to show: the same row is news again.
            self._told.pop(RowHighlighted, None)
        if row is not None and self._is_new(RowHighlighted, (row, state.cursor)):
            yield RowHighlighted(window, row, state.cursor)

    def _is_new(self, kind: type[ListMessage], value: object) -> bool:
        new = self._told.get(kind) != value
        self._told[kind] = value
        return new

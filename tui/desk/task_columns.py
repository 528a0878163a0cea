"""A task as a row of a list, and in lines below it."""

from __future__ import annotations

from rich.text import Text

from core.desk.types import Task
from core.values.due import day_words
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import line
from tui.look import ScreenLook
from tui.palette import Role
from tui.spans import moment_words
from tui.widgets.window_columns import Column


def task_columns(today: int) -> tuple[Column[Task], ...]:
    """What, for whom, by whom, up to when."""

    def due(row: Task) -> tuple[str, Role]:
        if row.due is None:
            return "no day", "muted"
        late = row.due < today and row.state == "open"
        return day_words(row.due, today), "error" if late else ""

    return (
        Column("text", "TO DO", 24, 12, 0, "left", lambda row: (safe_text(row.text), ""),
               grow=True),
        Column("client", "CLIENT", 18, 10, 2, "left",
               lambda row: (safe_text(row.client_name), "")),
        Column("due", "DUE", 14, 8, 1, "left", due),
        Column("owner", "OWNER", 8, 6, 3, "left",
               lambda row: (safe_text(row.owner or "nobody"), "muted")),
        Column("id", "ID", 7, 5, 5, "left", lambda row: (row.key, "muted")),
        Column("state", "STATE", 7, 7, 7, "left", _state),
        Column("outcome", "OUTCOME", 20, 8, 6, "left",
               lambda row: (safe_text(row.outcome or ""), "muted"), extra=True),
        Column("made", "BY", 8, 6, 7, "left",
               lambda row: (safe_text(row.made_by), "muted"), extra=True),
    )  # fmt: skip


def _state(row: Task) -> tuple[str, Role]:
    return row.state, "" if row.state == "open" else "muted"


def task_lines(row: Task, width: int, look: ScreenLook) -> list[Text]:
    """The whole text, and what came of it."""
    lines = [
        line([(f" {part}", "header")], look, width)
        for part in wrap(safe_text(row.text), max(20, width - 2))
    ]
    whom = f" {row.key} for {safe_text(row.client_name)}, {safe_text(row.owner or 'nobody')}"
    made = f"; by {safe_text(row.made_by)}, {moment_words(row.made, look)}"
    lines.append(line([(whom, ""), (made, "muted")], look, width))
    if row.done is not None:
        came = f": {safe_text(row.outcome)}" if row.outcome else ""
        told = f" {row.state} {moment_words(row.done, look)}{came}"
        lines.append(line([(told, "")], look, width))
    return lines

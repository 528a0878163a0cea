"""Why a change stays: each row that somebody changed since, in all its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from textual.widget import Widget

from core.operations.types import RowConflict, UndoConflictError, UndoDifference
from core.values.text import safe_text
from tui.actions import Action
from tui.frame.lines_view import LinesView
from tui.lines import blank, line, said
from tui.overlays.scrolling import SCROLLS, Scrolling
from tui.overlays.sheet import Sheet
from tui.palette import Look, Role
from tui.places import Place
from tui.shell import Shell

_WIDEST = 28
_LONGEST = 2_000


class ConflictOverlay(Scrolling):
    """Nothing was changed; the other change may be looked at, and taken back first."""

    NAME = "Conflict"
    ACTIONS = (
        Action("conflict.open", "open", "changes", "all changes", "do_open"),
        Action("conflict.copy", "copy_command", "copy command",
               "copy the command that shows the change", "do_copy"),
        *SCROLLS,
    )  # fmt: skip

    def __init__(self, shell: Shell, found: UndoConflictError) -> None:
        super().__init__(shell)
        self._found = found
        self.view = LinesView(self.look, self._draw, bar=True)
        many = len(found.rows)
        rows = "1 row" if many == 1 else f"{many:,} rows"
        self._sheet = Sheet(
            self.look, f"Change {found.change} stays: {rows} changed since", self.view
        )

    def body(self) -> Iterator[Widget]:
        yield self._sheet

    def _draw(self, width: int, _height: int) -> Sequence[Text]:
        return conflict_lines(self._found, self.look, width)

    def do_open(self) -> None:
        self.dismiss(None)
        self.shell.go(Place("jobs", "", "changes"))

    def do_copy(self) -> None:
        self.shell.copy(f"bellbuoy change show {self._found.change}")


def conflict_lines(found: UndoConflictError, look: Look, width: int) -> list[Text]:
    """A block a row: its name, and of each column what it was, became, and is."""
    lines: list[Text] = []
    for row in found.rows:
        name = f" {safe_text(row.table, 24)} {safe_text(row.key, 60)}"
        lines.append(line([(name, "header")], look, width))
        for one in row.differences:
            lines += _versions(found.change, row, one, look, width)
        lines.append(blank())
    words = "nothing was changed; what came later can be taken back first"
    return [*lines, *said(words, "muted", look, width)]


def _versions(
    change: int, row: RowConflict, one: UndoDifference, look: Look, width: int
) -> list[Text]:
    by = "" if row.change is None else f", {safe_text(row.who, 14)} in {row.change}"
    gone = "the row is gone"
    versions: tuple[tuple[str, str, Role], ...] = (
        ("before", _value(one.before), "muted"),
        (f"change {change}", _value(one.after), "at_risk"),
        (f"now{by}", _value(one.now) if row.there else gone, "healthy"),
    )
    found = [line([(f"   {safe_text(one.column, 40)}", "accent")], look, width)]
    for label, value, role in versions:
        found.append(line([(f"     {label:<{_WIDEST}} ", "muted"), (value, role)], look, width))
    return found


def _value(value: object) -> str:
    return "nothing" if value is None or value == "" else safe_text(str(value), _LONGEST)

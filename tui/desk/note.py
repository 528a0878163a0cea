"""A box for a text of several lines: enter makes a line, the save key keeps it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Static

from core.values.text import safe_text
from tui.actions import Action
from tui.desk.entry import EntryOverlay, Told, nothing_told
from tui.lines import line
from tui.overlays.prompt import Validate
from tui.overlays.sheet import LineInput, Sheet
from tui.shell import Shell

_SHOWN = 8
"""Lines above the one that is typed; further ones are counted."""
_EDGES = 5


class NoteOverlay(EntryOverlay):
    """Closes with the whole text. Deleting on an empty line goes back to the one before."""

    NAME = "Note"
    DEFAULT_CSS = """
    NoteOverlay #kept { height: auto; }
    """
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("note.save", "save", "store", "keep it, and close", "do_save"),
        Action("note.open", "open", "next line", "go on in a new line", "do_open"),
    )

    def __init__(
        self,
        shell: Shell,
        title: str,
        hint: str,
        validate: Validate,
        told: Told = nothing_told,
        text: str = "",
    ) -> None:
        super().__init__(shell, title, hint, validate, told, text)
        self.kept: list[str] = []
        self._kept = Static(markup=False, id="kept")
        self._kept.display = False

    def body(self) -> Iterator[Widget]:
        self._sheet = Sheet(
            self.look, self._title, self._above, self._kept, self.line, self._below
        )
        yield self._sheet

    @property
    def text(self) -> str:
        """All of it, as it was typed."""
        return "\n".join([*self.kept, self.line.text])

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._tell_kept()

    @on(LineInput.Emptied)
    def _line_before(self) -> None:
        """Back into the line above."""
        if self.kept:
            self.line.set_text(self.kept.pop())
            self._tell_kept()

    def do_open(self) -> None:
        """The next line; a text that begins with an empty one says nothing yet."""
        if not self.text.strip():
            self.do_save()
            return
        self.kept.append(self.line.text)
        self.line.set_text("")
        self._tell_kept()

    def do_save(self) -> None:
        text = self.text.rstrip("\n")
        error = self._validate(text) if self._validate is not None else ""
        if error:
            self._say(safe_text(error))
        else:
            self.dismiss(text)

    def _tell_kept(self) -> None:
        shown = self.kept[-_SHOWN:]
        more = len(self.kept) - len(shown)
        told = [f"{more:,} more lines above", *shown[1:]] if more else shown
        room = max(1, self._sheet.size.width - 2)
        lines = [line([(f"   {safe_text(each)}", "")], self.look, room) for each in told]
        self._kept.display = bool(lines)
        if lines:
            first, *rest = lines
            for each in rest:
                first.append("\n").append_text(each)
            self._kept.update(first)
        self._sheet.styles.height = _EDGES + len(lines)

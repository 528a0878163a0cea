"""One short box: a line of text, and below it what is understood of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events

from tui.actions import Action
from tui.overlays.prompt import PromptOverlay, Validate
from tui.shell import Shell

Told = Callable[[str], str]


def nothing_told(_text: str) -> str:
    """There is nothing to say of a text."""
    return ""


class EntryOverlay(PromptOverlay):
    """Closes with the text, as it was typed. `told` says what is understood so far."""

    NAME = "Entry"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("entry.save", "save", "store", "keep it, and close", "do_open"),
        Action("entry.open", "open", "store", "keep it, and close", "do_open"),
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
        super().__init__(shell, title, hint, validate, text)
        self._told = told

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._say(self._error)

    def _say(self, error: str) -> None:
        self._error = error
        words = error or self._told(self.line.text)
        self._tell(self._below, words, "error" if error else "muted")

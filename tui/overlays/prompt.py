"""One question, one line for the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input, Static

from core.values.text import safe_text
from tui.actions import Action
from tui.lines import line
from tui.overlays.sheet import LineBox, Overlay, Sheet
from tui.palette import Role
from tui.shell import Shell

Validate = Callable[[str], str]
_HEIGHT = 5
_WIDTH = 64


class PromptOverlay(Overlay[str]):
    """Closes with the text, as it was typed. `validate` says in one line what is
    wrong with it, or nothing; a wrong text keeps the box open."""

    NAME = "Prompt"
    DEFAULT_CSS = f"""
    PromptOverlay {{ align: center middle; }}
    PromptOverlay > Sheet {{ margin: 0; max-width: {_WIDTH}; height: {_HEIGHT}; }}
    PromptOverlay Static {{ text-wrap: nowrap; }}
    """
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        Action("prompt.open", "open", "accept", "take the text", "do_open"),
    )

    def __init__(
        self,
        shell: Shell,
        title: str,
        hint: str = "",
        validate: Validate | None = None,
        text: str = "",
    ) -> None:
        super().__init__(shell)
        self._title, self._hint = safe_text(title, 60), safe_text(hint)
        self._validate = validate
        self._error = ""
        self.line = LineBox(f" {self.look.glyphs.words('›')} ", self.look, text)
        self._above = Static(markup=False)
        self._below = Static(markup=False)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (self._title,)

    @property
    def error(self) -> str:
        """What is wrong with the text; empty: nothing that is known."""
        return self._error

    def body(self) -> Iterator[Widget]:
        yield Sheet(self.look, self._title, self._above, self.line, self._below)

    def on_resize(self, event: events.Resize) -> None:
        self._tell(self._above, self._hint, "muted")
        self._tell(self._below, self._error, "error")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    def do_open(self) -> None:
        error = self._validate(self.line.text) if self._validate is not None else ""
        if error:
            self._say(safe_text(error))
        else:
            self.dismiss(self.line.text)

    def _say(self, error: str) -> None:
        if error != self._error:
            self._error = error
            self._tell(self._below, error, "error")

    def _tell(self, place: Static, words: str, role: Role) -> None:
        room = max(1, min(self.size.width, _WIDTH) - 2)
        place.update(line([(f" {self.look.glyphs.words(words)}", role)], self.look, room))

"""An app that copies: to the clipboard of the terminal, and onto the message line."""

from __future__ import annotations

import os
from typing import TypeVar

from core.values.text import safe_text
from tui.clipboard import MOST_CHARACTERS, clipped, sequence
from tui.palette import Role
from tui.tuned import TunedApp

T = TypeVar("T")


class CopyingApp(TunedApp[T], inherit_bindings=False):
    """What copies goes through here, also the boxes that Textual makes."""

    def say(self, words: str, role: Role = "", *, seconds: float = 6.0) -> None:
        """Tell something on row 23 for a while."""
        raise NotImplementedError

    @property
    def selection(self) -> str:
        """The text that is selected on the screen; empty: none is."""
        return self.screen.get_selected_text() or ""

    def copy(self, text: str, what: str = "") -> None:
        """To the clipboard, and onto row 23 for a terminal that has none; `what` it is,
        where the text does not say that itself."""
        safe, cut = clipped(text)
        self.copy_to_clipboard(safe)
        whole = f", cut to {MOST_CHARACTERS:,} characters" if cut else ""
        told = f"copied {what}".rstrip()
        self.say(f"{told}{whole}: {safe_text(' '.join(safe.split()), 2_000)}")

    def copy_to_clipboard(self, text: str) -> None:
        self._clipboard, _ = clipped(text)
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence(self._clipboard, os.environ))

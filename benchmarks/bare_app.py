"""The least that a Textual app can be: one widget that counts the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.widgets import Static


class BareApp(App[None]):
    """What every figure of `start.py` is held against; `q` quits."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def compose(self) -> ComposeResult:
        """One line of text."""
        yield Static("bare ready 0")

    def on_key(self, event: Key) -> None:
        """Show how many keys came."""
        self.keys += 1
        self.query_one(Static).update(f"bare ready {self.keys}")


if __name__ == "__main__":
    BareApp().run()

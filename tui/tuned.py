"""An app whose terminal follows the settings: colours, redraws, the mouse."""

from __future__ import annotations

from typing import Any, TypeVar

from rich.console import COLOR_SYSTEMS

from core.look.types import Preferences
from tui.terminal.driver import TerminalDriver
from tui.terminal.pace import SSH_S, PacedApp

T = TypeVar("T")
_SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard"}
_WORDS = {"standard": "16", "windows": "16"}


class TunedApp(PacedApp[T], inherit_bindings=False):
    """Holds what the terminal offered by itself, to go back to."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self._offered = self.console._color_system  # noqa: SLF001 - as Rich found it
        self._paced_s = self._pause_s

    def tune(self, own: Preferences) -> None:
        """Bring the terminal in line with what was chosen."""
        name = _SYSTEMS.get(own["colour"])
        system = COLOR_SYSTEMS[name] if name else self._offered
        self.console._color_system = system  # noqa: SLF001 - Rich has no other way
        self._pause_s = {"on": 0.0, "off": SSH_S}.get(own["motion"], self._paced_s)
        if isinstance(self._driver, TerminalDriver):
            self._driver.use_mouse(own["mouse"] == "on")

    @property
    def shortest_pause(self) -> float:
        """Seconds between two pictures where nobody chose: over SSH there is one."""
        return self._paced_s

    @property
    def colours_offered(self) -> str:
        """The colours that the terminal has, in a word."""
        for name, system in COLOR_SYSTEMS.items():
            if system == self._offered:
                return _WORDS.get(name, name)
        return "none"

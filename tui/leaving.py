"""The ways out of the app: for good, to the shell, and what ctrl+c stops first."""

from __future__ import annotations

import time
from abc import abstractmethod

from tui.copying import CopyingApp
from tui.keymap import Keymap

_TWICE_S = 2.0


class LeavingApp(CopyingApp[int], inherit_bindings=False):
    """An app that can be left; its value is the exit code."""

    keymap: Keymap
    _broken_off = -_TWICE_S

    @property
    @abstractmethod
    def waits(self) -> bool:
        """Whether something runs in the foreground that can be stopped."""

    @abstractmethod
    def stop_waiting(self) -> None: ...

    def leave(self) -> None:
        self.exit(0)

    def to_background(self) -> None:
        if self._driver is not None and not self._driver.can_suspend:
            leaves = self.keymap.told("quit", "leaves")
            self.say(f"there is no shell to go back to; {leaves}", "muted")
            return
        self.action_suspend_process()

    def interrupt(self) -> None:
        """ctrl+c: copy what is selected, else stop what runs; twice: leave."""
        now = time.monotonic()
        if now - self._broken_off < _TWICE_S:
            self.leave()
            return
        if self.selection:
            self.copy(self.selection)
            return
        self._broken_off = now
        if self.waits:
            self.stop_waiting()
        else:
            self.say(self.keymap.told("cancel", "once more leaves Bellbuoy"), "muted")

"""The thread that reads keys: asleep until there are some, and never ended by junk."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress

from textual.message import Message

from tui.terminal.tokens import Tokens
from tui.terminal.units import Unit, Units

_AT_ONCE = 1 << 16


class Reader(threading.Thread):
    """Reads a terminal until `stop`. `told` gets each event, `gone` is called when
    the terminal is; both on this thread."""

    def __init__(
        self,
        number: int,
        tokens: Tokens,
        told: Callable[[Message], object],
        gone: Callable[[], object],
    ) -> None:
        super().__init__(name="terminal-input", daemon=True)
        self._number = number
        self._tokens = tokens
        self._told = told
        self._gone = gone
        self._wakes, self._wake = os.pipe()

    def stop(self) -> None:
        """End the thread; what has not been read yet stays unread."""
        if self.is_alive():
            with suppress(OSError):  # it is just ending
                os.write(self._wake, b"x")
            self.join()

    def run(self) -> None:
        units = Units()
        try:
            while not self._stops(units.waits):
                if not self._ready():
                    self._tell(units.expire())
                elif data := self._read():
                    self._tell(units.feed(data))
                else:
                    self._gone()
                    break
        finally:
            os.close(self._wakes)
            os.close(self._wake)

    def _stops(self, seconds: float | None) -> bool:
        """Wait for something to read, at most so long; whether it shall end."""
        ready, _, _ = select.select([self._number, self._wakes], [], [], seconds)
        return self._wakes in ready

    def _ready(self) -> bool:
        return bool(select.select([self._number], [], [], 0)[0])

    def _read(self) -> bytes:
        """What has come; empty when the terminal is gone."""
        try:
            return os.read(self._number, _AT_ONCE)
        except OSError:
            return b""

    def _tell(self, units: list[Unit]) -> None:
        for unit in units:
            for event in self._tokens.events(unit):
                self._told(event)

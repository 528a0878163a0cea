"""The thread that writes to the terminal, so that a slow line never holds a key up."""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable

from core.values.text import cells

BEHIND = 512
"""Bytes that wait for the line: with more, a further picture would only come late."""
PATIENCE_S = 2.0
"""How long a line may take nothing at the end before the rest is given up."""
_AT_ONCE = 1_024


def encode(text: str, encoding: str) -> bytes:
    """The bytes of what is drawn. A character that the terminal's encoding lacks
    becomes as many question marks as it has cells, so that no column moves."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        pass
    told = []
    for char in text:
        try:
            told.append(char.encode(encoding))
        except UnicodeEncodeError:
            told.append(b"?" * cells(char))
    return b"".join(told)


class Writer(threading.Thread):
    """Writes in order. `gone` is called once when nobody can read any more, `caught_up`
    each time when it was behind and is no longer; both on this thread."""

    def __init__(
        self,
        number: int,
        encoding: str,
        gone: Callable[[], object],
        caught_up: Callable[[], object],
    ) -> None:
        super().__init__(name="terminal-output", daemon=True)
        self._number = number
        self._encoding = encoding
        self._gone = gone
        self._caught_up = caught_up
        self._ready = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._written = 0
        self._late = False
        self._lost = False
        self._ends = False

    @property
    def behind(self) -> bool:
        """Whether the line has still to take what was drawn before."""
        with self._ready:
            self._late = self._bytes > BEHIND and not self._lost
            return self._late

    def write(self, text: str) -> None:
        """Have this written after what waits; dropped when nobody reads any more."""
        data = encode(text, self._encoding)
        with self._ready:
            if data and not self._lost:
                self._waiting.append(data)
                self._bytes += len(data)
                self._ready.notify()

    def stop(self) -> None:
        """Write what waits and end; give up on a line that takes nothing."""
        with self._ready:
            self._ends = True
            self._ready.notify()
        seen, since = self._written, time.monotonic()
        while self.is_alive() and time.monotonic() - since < PATIENCE_S:
            self.join(0.05)
            if self._written != seen:
                seen, since = self._written, time.monotonic()

    def run(self) -> None:
        while (data := self._next()) is not None:
            try:
                self._put(data)
            except OSError:
                self._lose()

    def _next(self) -> bytes | None:
        with self._ready:
            while not self._waiting and not self._ends:
                self._ready.wait()
            if not self._waiting:
                return None
            data = b"".join(self._waiting)
            self._waiting.clear()
            return data

    def _put(self, data: bytes) -> None:
        while data:
            try:
                done = os.write(self._number, data[:_AT_ONCE])
            except BlockingIOError:  # somebody else has made the terminal so
                select.select([], [self._number], [])
                continue
            data = data[done:]
            with self._ready:
                self._written += done
                self._bytes -= done
                tells = self._late and self._bytes <= BEHIND
                self._late = self._late and not tells
            if tells:
                self._caught_up()

    def _lose(self) -> None:
        with self._ready:
            first, self._lost = not self._lost, True
            self._waiting.clear()
            self._bytes = 0
        if first:
            self._gone()

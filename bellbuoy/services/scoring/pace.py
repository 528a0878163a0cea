"""How much to write at once, so that nobody waits long for the lock."""

from __future__ import annotations

from collections.abc import Callable

HOLD_S = 0.025
"""The aim of a transaction that others may wait for, in seconds."""
QUIET = 16
"""Where nobody else has the store open, one takes so many times as long: whoever opens
it then waits less than half a second, once. A page of an index that many rows touch
goes into the log once a transaction, and half of the time of short ones goes there."""


class Pace:
    """The size of the next transaction, from how long the ones before held the lock.

    It grows at most to the double, falls at once, and stays between `least` and
    `most`; it is QUIET times as much while nobody is `crowded`, and always `most` in
    a store that nobody else knows (`alone`). `hold_s` is another aim than HOLD_S.
    """

    def __init__(
        self,
        crowded: Callable[[], bool],
        first: int = 500,
        least: int = 50,
        most: int = 20_000,
        *,
        alone: bool = False,
        hold_s: float = HOLD_S,
    ) -> None:
        self._crowded, self._hold_s = crowded, hold_s
        self._size = most if alone else first
        self._least, self._most = most if alone else least, most

    @property
    def size(self) -> int:
        """How many rows to write next."""
        if self._size == self._most or self._crowded():
            return self._size
        return min(self._most, self._size * QUIET)

    def held(self, rows: int, seconds: float) -> None:
        """Take note of a transaction of so many rows."""
        if rows < 1:
            return
        fitting = rows * self._hold_s / max(seconds, 1e-6)
        if fitting < self._size or rows >= self._size:
            self._size = int(min(fitting, 2 * self._size))
        self._size = max(self._least, min(self._most, self._size))

"""How much to write at once, so that nobody waits long for the lock."""

from __future__ import annotations

HOLD_S = 0.025
"""The aim of a transaction that others may wait for, in seconds."""


class Pace:
    """The size of the next transaction, from how long the ones before held the lock.

    It grows at most to the double, falls at once, and stays between `least` and
    `most`; where nobody waits (`alone`), it is `most`.
    """

    def __init__(
        self, first: int = 500, least: int = 50, most: int = 20_000, *, alone: bool = False
    ) -> None:
        self.size = most if alone else first
        self._least, self._most = most if alone else least, most

    def held(self, rows: int, seconds: float) -> None:
        """Take note of a transaction of so many rows."""
        if rows < 1:
            return
        fitting = rows * HOLD_S / max(seconds, 1e-6)
        if fitting < self.size or rows >= self.size:
            self.size = int(min(fitting, 2 * self.size))
        self.size = max(self._least, min(self._most, self.size))

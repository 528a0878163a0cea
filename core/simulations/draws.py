"""Draws: chance that depends on nothing but its names (DEFINITIONS 5.1).

A draw belongs to one run, one client and one number, so that what a client draws depends
neither on the order of clients nor on how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.values.seed import draw, draw_int

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Draws:
    """All draws of one client in one run: pure, so that the order of asking is no matter."""

    seed: int
    run: str
    key: str

    def real(self, n: int, low: float = 0.0, high: float = 1.0) -> float:
        """A double in low..high, `high` left out."""
        return low + (high - low) * draw(self.seed, self.run, self.key, n)

    def whole(self, n: int, low: int, high: int) -> int:
        """A whole number in low..high, both included."""
        return draw_int(self.seed, self.run, self.key, n, low, high)

    def pick(self, n: int, choices: Sequence[Choice]) -> Choice:
        """One of the choices, each as likely as the others."""
        return choices[self.whole(n, 0, len(choices) - 1)]

    def weighted(self, n: int, choices: Sequence[Choice], shares: Sequence[int]) -> Choice:
        """One of the choices, as likely as its share of the sum of shares (> 0)."""
        left = self.whole(n, 0, sum(shares) - 1)
        for choice, share in zip(choices, shares, strict=True):
            left -= share
            if left < 0:
                return choice
        raise ValueError("shares must be positive")

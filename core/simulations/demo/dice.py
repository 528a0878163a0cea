"""The draws of the demo store, and which number each of them has (DEFINITIONS 5.6).

A draw belongs to one client and one number, so a client is the same in a store
of fifteen and of a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.values.seed import draw, draw_int

Choice = TypeVar("Choice")

RUN = "demo"
PLAN = 0
OWNER = 1
COUNTRY = 2
START = 3
DISCOUNT = 4
SEATS = 5
SEATS_BEFORE = 6
MOOD = 10
LEVEL = 11
LEAN = 12
SLOPE = 13
WEEKEND = 14
CALLS_PHASE = 15
LOGINS_PHASE = 16
PAST_INCIDENTS = 17
INCIDENT = 100  # ten numbers for each incident
PAST_INCIDENT = 500
DAY = 1000  # two numbers for each day back: calls, logins


@dataclass(frozen=True, slots=True)
class Dice:
    """All draws of one client: pure, so that the order of asking is no matter."""

    seed: int
    key: str

    def real(self, n: int, low: float = 0.0, high: float = 1.0) -> float:
        """A double in low..high, `high` left out."""
        return low + (high - low) * draw(self.seed, RUN, self.key, n)

    def whole(self, n: int, low: int, high: int) -> int:
        """A whole number in low..high, both included."""
        return draw_int(self.seed, RUN, self.key, n, low, high)

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

"""The draws of the demo store, and which number each of them has (DEFINITIONS 5.6).

A draw belongs to one client and one number, so a client is the same in a store
of fifteen and of a million.
"""

from __future__ import annotations

from core.simulations.draws import Draws

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


def demo_draws(seed: int, key: str) -> Draws:
    """The draws of one client of a demo store."""
    return Draws(seed, RUN, key)

"""Does one client's new fact cost the same in a large base?"""

from __future__ import annotations

from time import perf_counter

from bellbuoy.services.scoring.recompute import recompute
from benchmarks.data.bench import Figures, Place, Question, Row, beside_small
from benchmarks.data.clock import opened
from benchmarks.data.recompute import tell_today
from benchmarks.data.spread import of
from core.simulations.demo.personas import key_of

CALLS = 40


def measure(place: Place, number: int) -> Figures:
    """The store, and the smallest one."""
    # New totals each time, for the smallest store too: other sizes come to it as well.
    here, small = beside_small(place, refreshed, place.size * 100 + number * CALLS)
    return {"here": here["p50"], "small": small["p50"]}


def refreshed(address: str, first: int) -> Figures:
    """Seconds from a new total of today to the new score behind it."""
    ctx = opened(address)
    recompute(ctx)
    took = []
    for call in range(CALLS):
        tell_today(address, [key_of(20 + call)], calls=first + call)
        begin = perf_counter()
        assert recompute(ctx).rows == 1
        took.append(perf_counter() - begin)
    return {"p50": of(took).p50}


QUESTION = Question(
    "client", (Row("one client's refresh / smallest store", "here", "small", 1.5),), measure
)

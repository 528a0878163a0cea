"""Do the counters above the radar stay as fast when the base grows?"""

from __future__ import annotations

from bellbuoy.services.overview import overview
from benchmarks.data.bench import Figures, Place, Question, Row, beside_small
from benchmarks.data.clock import opened
from benchmarks.data.spread import spread

CALLS = 200


def measure(place: Place, _number: int) -> Figures:
    """The store, and the smallest one."""
    here, small = beside_small(place, counters)
    return {"here": here["p50"], "small": small["p50"]}


def counters(address: str) -> Figures:
    """Seconds to read them all, in the middle."""
    ctx = opened(address)
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        return {"p50": spread(lambda _: overview(held), CALLS, warm=5).p50}


QUESTION = Question(
    "facets", (Row("overview / smallest store", "here", "small", 1.5),), measure
)

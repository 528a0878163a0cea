"""Does a page of an indexed filter stay as fast when the base grows?

2,000 pages in one process, warm, by the cursor of the one before; held against
the smallest store of the same engine.
"""

from __future__ import annotations

from benchmarks.data.bench import Figures, Place, Question, Row, beside_small
from benchmarks.data.clock import opened
from benchmarks.data.spread import Spread, spread

CALLS = 2_000
DEPTH = 20
"""After so many pages another owner is asked for."""
OWNERS = ("ana", "raj", "mei", "ines", "kofi", "tomas", "yuki")


def measure(place: Place, _number: int) -> Figures:
    """The store, and the smallest one."""
    here, small = beside_small(place, pages)
    return {
        "p50": here["p50"], "p99": here["p99"], "small p50": small["p50"],
        "small p99": small["p99"],
    }  # fmt: skip


def pages(address: str) -> Figures:
    """Seconds of a page: middle and 99th percentile."""
    from bellbuoy.services import clients

    ctx = opened(address)
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        cursor: str | None = None

        def one(call: int) -> None:
            nonlocal cursor
            owner = OWNERS[call // DEPTH % len(OWNERS)]
            after = None if call % DEPTH == 0 else cursor
            cursor = clients.page(held, f"owner:{owner}", cursor=after).next

        found: Spread = spread(one, CALLS, warm=DEPTH)
    return {"p50": found.p50, "p99": found.p99}


QUESTION = Question(
    "pages",
    (
        Row("page of an indexed filter, p50 / smallest store", "p50", "small p50", 2.0),
        Row("page of an indexed filter, p99 / smallest store", "p99", "small p99", 5.0),
    ),
    measure,
)

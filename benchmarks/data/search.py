"""How long does a search for words take, beside reading every name?"""

from __future__ import annotations

from bellbuoy.services import clients
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import opened
from benchmarks.data.spread import spread

WORDS = ("willow", "heron sys", "media 3", "lisbon", "zzz")
CALLS = 200


def measure(place: Place, _number: int) -> Figures:
    """A search as the list makes it, and `LIKE '%x%'` over the same names."""
    return {
        "search": step(searched, place.address)["p99"],
        "like": step(every_name, place.address)["p99"],
    }


def searched(address: str) -> Figures:
    """Seconds of the first page of what words find."""
    ctx = opened(address)
    with ctx.reader() as reader:
        held = ctx.holding(reader)

        def one(call: int) -> None:
            clients.page(held, f'"{WORDS[call % len(WORDS)]}"')

        return {"p99": spread(one, CALLS, warm=len(WORDS)).p99}


def every_name(address: str) -> Figures:
    """Seconds to count the names that hold the same words."""
    ctx = opened(address)
    with ctx.reader() as reader:

        def one(call: int) -> None:
            words = f"%{WORDS[call % len(WORDS)]}%"
            reader.value("SELECT count(*) FROM client WHERE name_key LIKE ?", (words,))

        return {"p99": spread(one, 2 * len(WORDS), warm=1).p99}


QUESTION = Question(
    "search", (Row("search for words, p99 / LIKE", "search", "like", 0.01),), measure
)

"""How many bytes does a client's day take, everything counted?"""

from __future__ import annotations

from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import opened


def measure(place: Place, _number: int) -> Figures:
    """Without a peer: what counts is that it does not grow."""
    return step(bytes_of, place.address)


def bytes_of(address: str) -> Figures:
    """All bytes of the store, and by day of use."""
    ctx = opened(address)
    with ctx.reader() as reader:
        days = reader.value("SELECT count(*) FROM usage_day")
    size = sum(ctx.store.size())
    return {"day": size / days, "all": size / 2**20}


QUESTION = Question(
    "size",
    (
        Row("bytes a client and day of use", "day", unit="bytes"),
        Row("the whole store", "all", unit="MiB"),
    ),
    measure,
)

"""How long does one wait for similar incidents while one types, and for the record?"""

from __future__ import annotations

from time import perf_counter

from bellbuoy.services.incidents.similar import search
from bellbuoy.services.incidents.statistics import record
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import opened
from benchmarks.data.spread import spread

TYPED = ("log", "login", "login err", "login errors", "export", "export timeout", "slow api")
CALLS = 140
DAYS = 90


def measure(place: Place, _number: int) -> Figures:
    """The words of all solved incidents, then a search a key; the record of 90 days beside
    reading every incident of the base."""
    return {
        **step(typing, place.address),
        **step(the_record, place.address),
        "all": step(every_incident, place.address)["seconds"],
    }


def typing(address: str) -> Figures:
    """Seconds until one can type, and of each key then."""
    ctx = opened(address)
    begin = perf_counter()
    found = search(ctx)
    ready = perf_counter() - begin
    with ctx.reader() as reader:
        held = type(found)(ctx.holding(reader), found.index)

        def one(call: int) -> None:
            held.like(TYPED[call % len(TYPED)])

        return {"ready": ready, "typed": spread(one, CALLS, warm=len(TYPED)).p99}


def the_record(address: str) -> Figures:
    """Seconds of the record by owner."""
    ctx = opened(address)
    begin = perf_counter()
    record(ctx, by="owner", days=DAYS)
    return {"record": perf_counter() - begin}


def every_incident(address: str) -> Figures:
    """Seconds to read the times of every incident that there ever was."""
    ctx = opened(address)
    begin = perf_counter()
    with ctx.reader() as reader:
        reader.rows(
            "SELECT id, opened_us, acknowledged_us, resolved_us, severity FROM incident"
        )
    return {"seconds": perf_counter() - begin}


QUESTION = Question(
    "incidents",
    (
        Row("similar incidents: ready to type", "ready", bar=2.0),
        Row("similar incidents: a key, p99", "typed", bar=0.1),
        Row("record of 90 days / reading all incidents", "record", "all"),
    ),
    measure,
)

"""How long until a look at everybody says something, and all; what does a run cost?

A look is asked twice: as somebody opens it, and once more with another seed on the same
connection. A run of a thousand clients and its undo are held against the smallest store:
what it costs follows whom it is about, not the base.
"""

from __future__ import annotations

from time import perf_counter

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import MOST, keys_meant
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from benchmarks.data.bench import Figures, Place, Question, Row, beside_small, step
from benchmarks.data.clock import opened
from core.desk.types import Selection
from core.simulations.types import SoFar

CLIENTS = 1_000
SCENARIOS = ("outage", "decline")
"""One that reads incidents alone, and one that asks for the use of each day."""


def measure(place: Place, _number: int) -> Figures:
    """Looks at all clients, and a run and an undo of a thousand here and on the smallest
    store."""
    figures: Figures = {}
    for name in SCENARIOS:
        found = step(looking, place.address, name)
        figures |= {f"{key} {name}": value for key, value in found.items()}
    here, small = beside_small(place, running)
    return figures | here | {f"small {key}": value for key, value in small.items()}


def looking(address: str, name: str) -> Figures:
    """Seconds to the first figures of a look at all clients, to the last ones, and to the
    last ones of a second look."""
    ctx = opened(address)
    meant = Selection(query=f"status:any limit:{MOST}")
    with ctx.reader() as reader:
        held = ctx.holding(reader)
        first, whole = _looked(held, name, meant, 1)
        _, again = _looked(held, name, meant, 2)
    return {"first": first, "whole": whole, "again": again}


def _looked(ctx: Context, name: str, meant: Selection, seed: int) -> tuple[float, float]:
    told: list[float] = []
    begin = perf_counter()

    def so_far(_found: SoFar) -> None:
        told.append(perf_counter() - begin)

    preview(ctx, name, meant, {}, seed=seed, so_far=so_far)
    whole = perf_counter() - begin
    return (told[0] if told else whole), whole


def running(address: str) -> Figures:
    """Seconds to run an outage at a thousand clients that are named, and to take it back."""
    ctx = opened(address)
    meant = Selection(keys_meant(ctx, Selection(query=f"sort:id limit:{CLIENTS}"), CLIENTS))
    begin = perf_counter()
    done = run(ctx, "outage", meant, {})
    middle = perf_counter()
    undo(ctx, [done.number])
    return {"run": middle - begin, "undo": perf_counter() - middle}


QUESTION = Question(
    "simulation",
    (
        *(
            Row(f"preview of all, {name}: {title}", f"{key} {name}")
            for name in SCENARIOS
            for key, title in (
                ("first", "first figures"), ("whole", "all"), ("again", "another seed, all"),
            )
        ),
        Row("run of 1,000 clients / the same on the smallest", "run", "small run", bar=2.0),
        Row("undo of 1,000 clients / the same on the smallest", "undo", "small undo", bar=2.0),
    ),
    measure,
)  # fmt: skip

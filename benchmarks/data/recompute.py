"""What does scoring cost: everybody on a new day, one in a hundred, one in a thousand?

Everybody is held against DuckDB, which adds up 30 raw days a client in its own
file, scores them with the same formula and writes a row each; a part of the base
against everybody.
"""

from __future__ import annotations

from time import perf_counter

from bellbuoy.services.context import Context
from bellbuoy.services.importing.batch import Batch, Write
from bellbuoy.services.importing.writers import WRITERS
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.scoring.writing import LEASE
from bellbuoy.services.settings import actor_of
from benchmarks.data import duck
from benchmarks.data.bench import Figures, Place, Question, Row, step
from benchmarks.data.clock import ahead, opened
from core.events.types import DayTotalFact
from core.simulations.demo.personas import key_of
from core.values.instants import to_micros
from storage.audit.writes import Change
from storage.jobs.lease import acquire, give_up

_HOUR_US = 3_600 * 1_000_000
PARTS = (100, 1_000)
"""One client in so many has new facts."""


def measure(place: Place, number: int) -> Figures:
    """A new day for everybody, the peer, and both parts."""
    file = place.folder / "peer.duckdb"
    if not file.exists():
        step(duck.fill, place.address, str(file))
    figures = {
        "full": step(whole_base, place.address)["seconds"],
        "duck": step(duck.score, str(file))["seconds"],
    }
    for part in PARTS:
        found = step(changed, place.address, place.size, part, number)
        figures[f"1 in {part}"] = found["seconds"]
    return figures


def whole_base(address: str) -> Figures:
    """Seconds to score everybody on the next day."""
    ctx = ahead(opened(address), 1)
    return _scored(ctx)


def changed(address: str, size: int, part: int, number: int) -> Figures:
    """Seconds to score one client in `part`, each with a new total for today."""
    ctx = opened(address)
    clients = [key_of(client) for client in range(part // 2 or 1, size + 1, part)]
    tell_today(address, clients, calls=100 + number)
    return _scored(ctx)


def _scored(ctx: Context) -> Figures:
    """Seconds of a recompute by a worker that leads, and so keeps the log short."""
    now = to_micros(ctx.present)
    with ctx.store.unit() as unit:
        fence = acquire(unit, LEASE, "bench", now, now + _HOUR_US)
    begin = perf_counter()
    recompute(ctx, fence=fence)
    seconds = perf_counter() - begin
    with ctx.store.unit() as unit:
        give_up(unit, LEASE, "bench")
    return {"seconds": seconds}


def tell_today(address: str, clients: list[str], *, calls: int) -> None:
    """A day total of today for each of the clients, as an import stores it."""
    ctx = opened(address)
    batch = Batch(
        source="demo", run=0, recorded_us=to_micros(ctx.present), today=ctx.today,
        zone=ctx.zone, historical=False,
    )  # fmt: skip
    facts = [DayTotalFact(client, ctx.today, calls, 1) for client in clients]
    with ctx.store.unit() as unit:
        change = Change(unit, actor_of(ctx), "bench", "usage")
        WRITERS["day_total"](Write(unit, batch, change), facts)
        change.close()


QUESTION = Question(
    "recompute",
    (
        Row("recompute, everybody / DuckDB", "full", "duck", 2.5),
        Row("recompute, 1 in 100 changed / everybody", "1 in 100", "full", 0.05),
        Row("recompute, 1 in 1,000 changed / everybody", "1 in 1000", "full", 0.01),
    ),
    measure,
)

"""What a read cost: its statements, their times and plans, the age of the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.sql.types import PlanStep
from core.values.errors import BellbuoyError
from core.values.instants import from_micros, local_day
from storage.cache.age import data_age
from storage.engine.reader import Reader, Rows
from storage.health.config import current_config
from storage.sql.plans import plan_of
from storage.sql.trace import Ran, Trace, traced

__all__ = ["Cost", "DataAge", "Trace", "age", "costs", "watched"]


@dataclass(frozen=True, slots=True)
class Cost:
    """One statement: how often it was asked, the seconds and rows and bytes
    (None: unknown) of all times together, and the plan of the first."""

    sql: str
    times: int
    seconds: float
    rows: int
    bytes: int | None
    plan: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class DataAge:
    """When the newest import ended, and how many clients wait for a score of
    today and for their history."""

    imported: datetime | None
    waiting: int
    history_waiting: int


def watched(ctx: Context, trace: Trace) -> Context:
    """The same context, its reads noted in `trace`."""
    return replace(ctx, store=traced(ctx.store, trace))


@service("store:read")
def costs(ctx: Context, trace: Trace) -> tuple[Cost, ...]:
    """The statements of a trace in the order of their first time."""
    together: dict[str, list[Ran]] = {}
    for ran in trace.ran:
        together.setdefault(ran.sql, []).append(ran)
    with ctx.store.reader() as reader:
        return tuple(_cost(ctx, reader, same) for same in together.values())


@service("store:read")
def age(ctx: Context) -> DataAge:
    """How old the data is."""
    with ctx.reader() as reader:
        found = data_age(reader, stamp_of(ctx, reader))
    imported = None if found.imported_us is None else from_micros(found.imported_us)
    return DataAge(imported, found.waiting, found.history_waiting)


def stamp_of(ctx: Context, rows: Rows) -> str:
    """The day and the formula that scores should be of, as the store notes them."""
    return f"{local_day(ctx.present, ctx.zone)} {current_config(rows).version}"


def _cost(ctx: Context, reader: Reader, same: list[Ran]) -> Cost:
    known = [ran.bytes for ran in same if ran.bytes is not None]
    return Cost(
        sql=" ".join(same[0].sql.split()),
        times=len(same),
        seconds=sum(ran.seconds for ran in same),
        rows=sum(ran.rows for ran in same),
        bytes=sum(known) if len(known) == len(same) else None,
        plan=tuple(_plan(ctx, reader, same[0])),
    )


def _plan(ctx: Context, reader: Reader, ran: Ran) -> Iterator[PlanStep]:
    """The plan; none of what has none (PRAGMA, BEGIN)."""
    if not ran.sql.lstrip(" (\n").upper().startswith(("SELECT", "WITH", "VALUES")):
        return
    try:
        yield from plan_of(reader, ctx.store.engine, ran.sql, ran.params)
    except BellbuoyError:
        return

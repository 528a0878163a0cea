"""`--debug` of a command that reads: what it asked of the store, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TextIO

from bellbuoy.commands.options import Options
from core.sql.types import PlanStep
from core.values.counting import counted
from core.values.instants import iso
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.trace import Cost, DataAge, Trace

_SQL = 400
_QUIET_STEPS = ("step",)


@dataclass(slots=True)
class Debug:
    """The contexts that a command opened, and what their readers were asked."""

    seen: list[tuple[Context, Trace]] = field(default_factory=list)

    def watch(self, ctx: Context) -> Context:
        """The context, its reads noted."""
        from bellbuoy.services.trace import Trace, watched

        trace = Trace()
        self.seen.append((ctx, trace))
        return watched(ctx, trace)


@contextmanager
def debugging(options: Options, stderr: TextIO) -> Iterator[Options]:
    """The options with a watch over what is opened; told when the block is done.
    Behind a fault nothing is told: its own lines stand alone."""
    debug = Debug()
    yield replace(options, watch=debug)
    if options.quiet:
        return
    for ctx, trace in debug.seen:
        for line in debug_lines(ctx, trace):
            stderr.write(safe_text(line, 2000) + "\n")


def debug_lines(ctx: Context, trace: Trace) -> Iterator[str]:
    """A line a statement, then all together, then the age of the data."""
    from bellbuoy.services import trace as service

    costs = service.costs(ctx, trace)
    for cost in costs:
        yield _line(cost)
    yield _sum(costs, trace)
    yield _age(service.age(ctx))


def _line(cost: Cost) -> str:
    times = f"{cost.times} times, " if cost.times > 1 else ""
    read = "" if cost.bytes is None else f", {cost.bytes:,} bytes"
    told = f"debug: {cost.seconds * 1000:.2f} ms, {times}{_rows(cost.rows)}{read}"
    return f"{told}; {plan_words(cost.plan)}; {safe_text(cost.sql, _SQL)}"


def plan_words(plan: tuple[PlanStep, ...]) -> str:
    """What a plan reads and sorts, in one line; joins and parts are left out."""
    said = dict.fromkeys(step.does for step in plan if step.access not in _QUIET_STEPS)
    return ", ".join(said) or "reads no table"


def _sum(costs: tuple[Cost, ...], trace: Trace) -> str:
    asked = sum(cost.times for cost in costs) + trace.left_out
    seconds = sum(cost.seconds for cost in costs)
    known = [cost.bytes for cost in costs if cost.bytes is not None]
    read = (
        f"{sum(known):,} bytes read" if len(known) == len(costs) else "bytes not counted here"
    )
    more = f", {trace.left_out:,} not noted" if trace.left_out else ""
    return f"debug: {asked:,} statements, {seconds * 1000:.2f} ms, {read}{more}"


def _rows(count: int) -> str:
    return counted(count, "row")


def _age(age: DataAge) -> str:
    imported = "no import yet" if age.imported is None else f"newest import {iso(age.imported)}"
    waiting = counted(age.waiting, "client waits for its score", "clients wait for their score")
    return f"debug: data: {imported}; {waiting}"

"""How fast the store answers: what the worker's heartbeat takes, every two seconds.

The heartbeat is one small read and one small commit, always the same, with the wait
for the lock in it; so its times tell of the store and the machine, not of the work.
They are counted in the process and added to the store twice a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.operations.scale import quantile, step_of
from storage.operations.timings import timings

Kind = Literal["read", "write"]
_HOUR_US = 3_600_000_000
_LAST_H = 24
_FLUSH_S = 30.0


class Pace:
    """The times of one process since they were last added to the store."""

    def __init__(self) -> None:
        self._counted: dict[tuple[str, int], list[int]] = {}
        self._flushed = time.monotonic()

    @contextmanager
    def timed(self, kind: Kind) -> Iterator[None]:
        """Count how long the block takes, if it ends well."""
        began = time.perf_counter_ns()
        yield
        self.note(kind, (time.perf_counter_ns() - began) // 1000)

    def note(self, kind: Kind, micros: int) -> None:
        cell = self._counted.setdefault((kind, step_of(micros)), [0, 0])
        cell[0] += 1
        cell[1] += micros

    def due(self) -> bool:
        return bool(self._counted) and time.monotonic() - self._flushed >= _FLUSH_S

    def take(self) -> list[tuple[str, int, int, int]]:
        """What was counted; it begins anew."""
        taken, self._counted = self._counted, {}
        self._flushed = time.monotonic()
        return [(kind, upto, *cell) for (kind, upto), cell in sorted(taken.items())]  # type: ignore[misc]


@service("worker:run", writes=True)
def add(ctx: Context, pace: Pace) -> None:
    """Add what a process has counted to the hour of now."""
    from storage.operations.timings import add_timings

    hour = ctx.wall_us // _HOUR_US
    with ctx.store.unit(durable=False) as unit:
        add_timings(unit, hour, pace.take())


@service("store:read")
def p95_ms(ctx: Context) -> dict[str, float]:
    """Milliseconds that 95 of 100 heartbeats of the last 24 hours did not pass, for
    `read` and `write`; empty where no worker has run."""
    with ctx.reader() as reader:
        found = timings(reader, ctx.wall_us // _HOUR_US - _LAST_H)
    told = {kind: quantile(counted, 0.95) for kind, counted in found.items()}
    return {kind: micros / 1000 for kind, micros in told.items() if micros is not None}

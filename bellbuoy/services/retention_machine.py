"""What the program keeps of its own running: how old it gets, and taking it away.

Its times are the machine's, and so is its age: an old export has new runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.context import Context
from bellbuoy.services.retention_told import told
from bellbuoy.services.scoring.moment import Cancelled, Progress
from core.store.retention import RecordClass
from core.store.types import Retention
from core.values.instants import from_micros, local_day
from storage.engine.reader import Rows
from storage.retention.bounded import Count
from storage.retention.machine import old
from storage.retention.reads import Policy

_DAY_US = 86_400_000_000
_LEASE = "worker"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a run is, of how much, whom it tells, and who may stop it."""

    done: int
    total: int
    progress: Progress
    cancelled: Cancelled


def machine_told(
    ctx: Context, rows: Rows, record: RecordClass, policy: Policy | None
) -> Retention:
    """A class as it stands: by its policy, else by what is shipped."""
    days = record.days if policy is None else policy.days
    cut_us = _cut_us(ctx, days)
    count, first_us = old(rows, record.name, cut_us)
    cut = local_day(from_micros(cut_us), ctx.zone)
    first = None if first_us is None else local_day(from_micros(first_us), ctx.zone)
    return told(record, policy, Count(count, first), cut, None)


def delete_machine(ctx: Context, what: Retention, fence: int | None, pace: Pace) -> int:
    """Delete what is due of a class, some thousand rows in a transaction; how many rows
    have gone in the whole run by now."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.jobs.lease import check_fence
    from storage.retention.machine import delete_old

    assert what.days is not None
    cut_us, done, gone = _cut_us(ctx, what.days), pace.done, 1
    while gone and not pace.cancelled():
        with ctx.store.unit(durable=False) as unit:
            if fence is not None:
                check_fence(unit, _LEASE, fence)
            if done == pace.done:
                change = Change(unit, actor_of(ctx), "retention.run", what.name)
                change.close({"rows": what.due, "until": what.due_last})
            gone = delete_old(unit, what.name, cut_us)
        done += gone
        pace.progress(done, pace.total)
    return done


def _cut_us(ctx: Context, days: int) -> int:
    return ctx.wall_us - days * _DAY_US

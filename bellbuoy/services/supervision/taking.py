"""What the leader does next of a job: decided and begun in one transaction.

A process that is killed between the two would else lose a slot without a trace.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.jobs import LEASE, queue_holds
from bellbuoy.services.supervision.endings import close_cut
from core.jobs.due import Due, due_now, had_already, retry_due
from core.jobs.types import Beginning, JobMark, JobPlan
from core.values.instants import to_micros
from storage.engine.reader import Rows
from storage.jobs import marks, reads
from storage.jobs.plans import rewritten

_HOLD = ("failed", "timed_out", "dead", "cancelled")
"""After a run that ended so, changed keys alone do not begin the next one: a slot,
a retry or a person does."""


@service("job:run", writes=True)
def take(
    ctx: Context,
    plan: JobPlan,
    worker: str,
    fence: int,
    *,
    queue: str | None = None,
    jumped: timedelta | None = None,
) -> int | None:
    """Begin a run of the job if one is due, by its slots, a request, a retry, or the
    `queue` of changed keys; its number, None for none. Slots that went by get a
    row of the history. `jumped`: so far the clock was set ahead a moment ago.

    Raises ConflictError where another worker leads by now.
    """
    from storage.jobs import writes
    from storage.jobs.lease import check_fence

    now = ctx.clock.now()
    with ctx.reader() as reader:
        if not _anything(ctx, reader, plan, queue, now):
            return None
    with ctx.store.unit() as unit:
        check_fence(unit, LEASE, fence)
        # One at a time: what still runs could not be closed, the store was away.
        close_cut(unit, fence + 1, ctx.wall_us)
        mark = marks.mark_of(unit, plan.id)
        due = due_now(rewritten(unit, plan), ctx.zone, mark, now, jumped=jumped)
        slot, told = _settled(unit, plan, due)
        if due is not None:
            marks.settle(unit, plan.id, to_micros(due.settled))
        for reason in told:
            writes.skip_run(unit, plan.id, worker, fence, ctx.wall_us, reason)
        why = _beginning(unit, plan, mark, slot, queue, now)
        if why is None:
            return None
        number = writes.begin_run(unit, plan.id, worker, fence, ctx.wall_us, why)
        writes.claim_requests(unit, plan.id, number)
        if mark.retry is not None:
            marks.put_retry(unit, plan.id, None, None)
    return number


def _anything(
    ctx: Context, rows: Rows, plan: JobPlan, queue: str | None, now: datetime
) -> bool:
    """Whether it is worth a transaction: most looks find nothing."""
    mark = marks.mark_of(rows, plan.id)
    if due_now(rewritten(rows, plan), ctx.zone, mark, now, jumped=None) is not None:
        return True
    return _beginning(rows, plan, mark, None, queue, now) is not None


def _settled(rows: Rows, plan: JobPlan, due: Due | None) -> tuple[datetime | None, list[str]]:
    """The slot to run for, and what is to be told of others."""
    if due is None:
        return None, []
    told = [due.reason] if due.reason else []
    if due.slot is not None and marks.slot_had(rows, plan.id, to_micros(due.slot)):
        return None, [*told, had_already(due.slot)]
    return due.slot, told


def _beginning(
    rows: Rows,
    plan: JobPlan,
    mark: JobMark,
    slot: datetime | None,
    queue: str | None,
    now: datetime,
) -> Beginning | None:
    """Why a run begins; None: none does. A pause holds back all but requests."""
    if slot is not None or reads.waiting_requests(rows, plan.id):
        slot_us = None if slot is None else to_micros(slot)
        return Beginning(slot_us, follows=mark.retry_of)
    if mark.paused is not None:
        return None
    if mark.retry is not None:
        return _retry(rows, mark) if retry_due(plan, mark, now) else None
    if queue is None or not queue_holds(rows, queue, to_micros(now)):
        return None
    return None if reads.newest_ended(rows, plan.id) in _HOLD else Beginning()


def _retry(rows: Rows, mark: JobMark) -> Beginning:
    """The next attempt; a run that was stopped with its worker is no failed one."""
    before = None if mark.retry_of is None else reads.run_by_id(rows, mark.retry_of)
    if before is None:
        return Beginning()
    again = before.attempt if before.state == "cancelled" else before.attempt + 1
    return Beginning(None, again, before.id)

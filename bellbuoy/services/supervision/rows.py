"""How every job stands: schedule, state, durations, the runs before, who is aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.jobs.cron import parse_cron
from core.jobs.cron_words import cron_words
from core.jobs.due import due_now
from core.jobs.slots import next_slot
from core.jobs.standing import RECENT, TIMED, Look, job_state, last_took, p95, recovered
from core.jobs.types import AsideRow, JobMark, JobPlan, JobRow
from storage.engine.reader import Rows
from storage.jobs import marks, reads
from storage.jobs.asides import aside_counts
from storage.jobs.asides import asides as aside_rows
from storage.jobs.plans import rewritten

_LOOKED_AT = 2 * TIMED


@service("job:read")
def rows(ctx: Context, known: Sequence[JobPlan]) -> list[JobRow]:
    """The jobs in the order of their plans. Loads no scheduler."""
    now = ctx.clock.now()
    with ctx.reader() as reader:
        kept, aside = marks.marks(reader), aside_counts(reader)
        return [
            _row(ctx, reader, plan, kept.get(plan.id, JobMark()), aside.get(plan.id, 0), now)
            for plan in known
        ]


def _row(
    ctx: Context, rows: Rows, plan: JobPlan, mark: JobMark, aside: int, now: datetime
) -> JobRow:
    said = rewritten(rows, plan)
    history = reads.runs(rows, job=plan.id, limit=_LOOKED_AT)
    waiting = reads.waiting_requests(rows, plan.id)
    due = due_now(said, ctx.zone, mark, now, jumped=None)
    slot = None if due is None else due.slot
    look = Look(history, mark, slot, waiting)
    return JobRow(
        id=plan.id,
        title=plan.title,
        every=said.every,
        next=_next(ctx, said, mark, slot, now),
        last=next((run for run in history if run.state != "skipped"), None),
        waiting=waiting,
        state=job_state(look, now),
        words=cron_words(said.every),
        took_s=last_took(history),
        p95_s=p95(history),
        recent=tuple(run.state for run in reversed(history[:RECENT])),
        late_s=None if slot is None else int((now - slot).total_seconds()),
        aside=aside,
        every_set=said.every != plan.every,
        mark=mark,
        recovered=recovered(history),
    )


def _next(
    ctx: Context, plan: JobPlan, mark: JobMark, due: datetime | None, now: datetime
) -> datetime | None:
    """When it runs next: a slot that is due, a retry, or the slot ahead."""
    if mark.paused is not None:
        return None
    ahead = due or next_slot(parse_cron(plan.every), ctx.zone, now)
    if mark.retry is not None and (ahead is None or mark.retry < ahead):
        return mark.retry
    return ahead


@service("job:read")
def next_slots(ctx: Context, every: str, number: int) -> tuple[datetime, ...]:
    """The slots that a cron line would have next in the store's time zone. Raises
    UsageError for a line that cannot be read."""
    cron, at = parse_cron(every), ctx.clock.now()
    found: list[datetime] = []
    while len(found) < number and (slot := next_slot(cron, ctx.zone, at)) is not None:
        found.append(slot)
        at = slot
    return tuple(found)


@service("health:read")
def asides(ctx: Context, job: str | None = None, limit: int = 100) -> list[AsideRow]:
    """Clients that a job could not do and has set aside, the longest first."""
    with ctx.reader() as reader:
        return aside_rows(reader, job, limit)

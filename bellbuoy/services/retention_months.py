"""Days of use that are told by month: how many are due, and folding them.

What was told of a month stays exact: its sums, how many days had use, and the last of
them. What needs its single days is told from the history of scores from then on, and
facts about it are refused: the totals that say what was counted before are gone too.
"""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.retention_machine import Pace
from core.store.retention import RecordClass
from core.store.types import Retention
from core.values.instants import day_text, from_micros
from storage.engine.reader import Rows
from storage.health.kept import history_begins
from storage.retention.months import (
    Due,
    about_due_months,
    due_bytes,
    due_months,
    fold_some,
    folded_until,
    months_cut,
    next_day_to_fold,
)
from storage.retention.reads import Policy, newest_day

_LEASE = "worker"
_BEFORE_ALL = -(2**40)


def months_told(
    ctx: Context, rows: Rows, record: RecordClass, policy: Policy | None, *, exact: bool
) -> Retention:
    """The class as it stands: days are due by whole months. Not `exact`, many rows are
    estimated."""
    gone, newest = folded_until(rows), newest_day(rows, ctx.today)
    cut = None
    if policy is not None and newest is not None:
        cut = months_cut(rows, newest, policy.days)
    begins = history_begins(rows)
    counted = due_months if exact else about_due_months
    due = Due({}, None, 0) if cut is None else counted(rows, cut)
    return Retention(
        name=record.name,
        days=None if policy is None else policy.days,
        basis="" if policy is None else policy.basis,
        offered=record.days,
        due=sum(due.rows.values()),
        due_first=None if due.first is None else day_text(due.first),
        due_last=None if cut is None else day_text(cut),
        gone_until=None if gone is None else day_text(gone),
        set_at=None if policy is None else from_micros(policy.set_us),
        meaning=record.meaning,
        cut=cut,
        by=None if policy is None else "policy",
        due_days=due.days,
        due_bytes=_bytes(ctx, due),
        estimated=due.estimated,
        history_from=None if begins is None else day_text(begins),
    )


def _bytes(ctx: Context, due: Due) -> int:
    with ctx.reader() as reader:
        return due_bytes(reader, ctx.store.engine, due)


def fold_months(ctx: Context, what: Retention, fence: int | None, pace: Pace) -> int:
    """Fold what is due, some thousand rows in a transaction; how many rows have gone in
    the whole run by now. Up to which day they go is kept before the first one does."""
    from storage.jobs.lease import check_fence

    assert what.cut is not None
    done, day = pace.done, _BEFORE_ALL
    with ctx.store.reader() as reader:
        while (
            not pace.cancelled()
            and (found := next_day_to_fold(reader, day, what.cut)) is not None
        ):
            day, gone = found, 1
            while gone and not pace.cancelled():
                with ctx.store.unit(durable=False) as unit:
                    if fence is not None:
                        check_fence(unit, _LEASE, fence)
                    gone = fold_some(unit, day)
                done += gone
                pace.progress(done, pace.total)
    return done

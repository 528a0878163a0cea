"""Days of use that are told by month: how many are due, and folding them.

What was told of a month stays exact: its sums, how many days had use, and the last of
them. What needs its single days is told from the history of scores from then on, and
facts about it are refused: the totals that say what was counted before are gone too.
"""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.context import Context
from bellbuoy.services.retention_machine import Pace
from bellbuoy.services.retention_told import told, with_held
from core.store.months import whole_months
from core.store.retention import RecordClass
from core.store.types import Retention
from core.values.instants import day_text
from storage.engine.reader import Rows
from storage.health.kept import history_begins
from storage.retention.bounded import Count
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
from storage.retention.reads import Policy, held_back, newest_day

_LEASE = "worker"
_BEFORE_ALL = -(2**40)


def months_told(
    ctx: Context, rows: Rows, record: RecordClass, policy: Policy | None, *, exact: bool
) -> Retention:
    """The class as it stands: days are due by whole months. Not `exact`, many rows are
    estimated."""
    gone, newest = folded_until(rows), newest_day(rows, ctx.today)
    cut = held = None
    if policy is not None and newest is not None:
        cut = months_cut(rows, newest, policy.days)
        held = held_back(rows, record.name, cut)
        cut = cut if held is None else whole_months(held - 1)
    begins = history_begins(rows)
    counted = due_months if exact else about_due_months
    due = Due({}, None, 0) if cut is None else counted(rows, cut)
    found = Count(sum(due.rows.values()), due.first, due.estimated)
    return replace(
        with_held(told(record, policy, found, cut, gone), held),
        due_days=due.days,
        due_bytes=_bytes(ctx, due),
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

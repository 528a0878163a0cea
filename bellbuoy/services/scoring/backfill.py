"""Computing the history of past days again, where facts about them came in."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Progress,
    end_of_day,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.recompute import LEASE, Recomputed
from bellbuoy.services.scoring.series import history_rows
from storage.health.config import current_config
from storage.health.marks import mark_changed
from storage.health.queue import release, take, waiting
from storage.health.standings import history_keys
from storage.health.writes import delete_history, put_history
from storage.jobs.lease import check_fence

DAYS = 90
CHUNK = 100


@service("health:recompute", writes=True)
def backfill(
    ctx: Context,
    *,
    fence: int | None = None,
    days: int = DAYS,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Recomputed:
    """Compute the last `days` days of every client whose history is due.

    A row is kept where the score changed and at month ends, as if it had been
    scored that evening with what is known today; rows say `backfilled`. The
    clients are marked again, so that their trend is read anew.
    """
    today = moment_at(ctx.present, ctx.zone)
    moments = [end_of_day(day, ctx.zone) for day in range(today.day - days, today.day)]
    with ctx.store.reader() as reader:
        config = current_config(reader)
        total = waiting(reader, "history_due")
        done = changed = after = 0
        while taken := take(reader, "history_due", after, CHUNK):
            if cancelled():
                break
            ids = [client for client, _ in taken]
            rows = history_rows(reader, ids, moments, config, today.now_us)
            with ctx.store.unit(durable=False) as unit:
                if fence is not None:
                    check_fence(unit, LEASE, fence)
                old = history_keys(unit, ids, moments[0].day, moments[-1].day)
                put_history(unit, rows)
                delete_history(unit, sorted(set(old) - {(row[0], row[1]) for row in rows}))
                mark_changed(unit, ids, "history")
                release(unit, "history_due", taken)
            done += len(taken)
            changed += len(rows)
            after = ids[-1]
            progress(done, max(done, total))
    return Recomputed(done, changed)

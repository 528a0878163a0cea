"""The last 90 days of clients about whose past something came in."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from jobs.record import Control, Job, Outcome
from jobs.seldom import seldom


def run(ctx: Context, control: Control) -> Outcome:
    done = backfill(
        ctx, fence=control.fence, progress=seldom(control.progress), cancelled=control.cancelled
    )
    return Outcome(done.rows, done.changed)


JOB = Job(
    id="score-history",
    title="Score history where past facts came in",
    every="20 0 * * *",
    takes="history_due",
    run=run,
)

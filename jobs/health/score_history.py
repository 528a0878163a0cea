"""The last 90 days of clients about whose past something came in."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.scoring.backfill import backfill

    done = backfill(ctx, run_id=control.run, **control.steps)
    return Outcome(done.rows, done.changed, done.aside)


JOB = Job(
    id="score-history",
    title="Score history where past facts came in",
    every="20 0 * * *",
    takes="history_due",
    run=run,
    missed="once",
    limit=timedelta(hours=6),
)

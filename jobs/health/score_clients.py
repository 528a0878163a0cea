"""Scores of the clients that changed; every ten minutes, and at once on a change."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    # What writes is loaded when it runs: a list of jobs needs none of it.
    from bellbuoy.services.scoring.recompute import recompute

    done = recompute(ctx, run_id=control.run, **control.steps)
    return Outcome(done.rows, done.changed, done.aside)


JOB = Job(
    id="score-clients",
    title="Health scores of changed clients",
    every="*/10 * * * *",
    takes="changed_client",
    run=run,
    missed="once",
    limit=timedelta(hours=2),
)

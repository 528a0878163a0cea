"""Scores of the clients that changed; every ten minutes, and at once on a change."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from jobs.record import Control, Job, Outcome
from jobs.seldom import seldom


def run(ctx: Context, control: Control) -> Outcome:
    done = recompute(
        ctx,
        run_id=control.run,
        fence=control.fence,
        progress=seldom(control.progress),
        cancelled=control.cancelled,
    )
    return Outcome(done.rows, done.changed)


JOB = Job(
    id="score-clients",
    title="Health scores of changed clients",
    every="*/10 * * * *",
    takes="changed_client",
    run=run,
)

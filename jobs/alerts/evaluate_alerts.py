"""Alert rules looked at: every five minutes, and at once when scores have changed."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.alerts.evaluate import evaluate

    done = evaluate(ctx, **control.steps)
    return Outcome(done.looked, done.changed)


JOB = Job(
    id="evaluate-alerts",
    title="Alerts begin and end as facts say",
    every="*/5 * * * *",
    takes="alert_due",
    run=run,
    # The next look sees all that a late one would have seen.
    missed="drop",
    grace=timedelta(minutes=4),
    limit=timedelta(minutes=10),
)

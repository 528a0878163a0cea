"""The outbox of alerts sent: at once when something is due, else every ten minutes."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.alerts.deliver import deliver

    done = deliver(ctx, **control.steps)
    return Outcome(done.tried, done.done)


JOB = Job(
    id="deliver-alerts",
    title="Deliveries of alerts go out",
    every="5-55/10 * * * *",
    takes="alert_delivery",
    run=run,
    # What a late run would have sent the next one sends.
    missed="drop",
    grace=timedelta(minutes=9),
    limit=timedelta(minutes=10),
)

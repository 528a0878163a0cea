"""Looks at past days that nobody asked for in a while; they can be computed again."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.cache import expire

    gone = expire(ctx, fence=control.fence)
    return Outcome(gone, gone)


JOB = Job(
    id="drop-looks",
    title="Looks at past days that nobody asks for go",
    every="40 * * * *",
    takes=None,
    run=run,
    # The next hour does what a late one would have done.
    missed="drop",
    grace=timedelta(minutes=30),
    limit=timedelta(minutes=30),
)

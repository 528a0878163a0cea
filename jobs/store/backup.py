"""The nightly backup, into the folder that `backup.dir` names; off without one."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.backup.keeping import scheduled

    made, gone = scheduled(ctx, **control.steps)
    if made is None:
        return Outcome(0, 0)
    return Outcome(made.rows, 1 + len(gone))


JOB = Job(
    id="backup",
    title="A proved backup each night, where backup.dir says; old ones go",
    every="10 3 * * *",
    takes=None,
    run=run,
    limit=timedelta(hours=6),
)

"""Old records go: facts by a policy alone, the program's own as is shipped."""

from __future__ import annotations

from bellbuoy.services.context import Context
from jobs.record import Control, Job, Outcome
from jobs.seldom import seldom


def run(ctx: Context, control: Control) -> Outcome:
    from bellbuoy.services.retention import run as delete_due

    done = 0

    def note(rows: int, total: int) -> None:
        nonlocal done
        done = rows
        told(rows, total)

    told = seldom(control.progress)
    delete_due(ctx, fence=control.fence, progress=note, cancelled=control.cancelled)
    return Outcome(done, done)


JOB = Job(
    id="retention",
    title="Old records go: facts by their policy alone",
    every="0 2 * * *",
    takes=None,
    run=run,
)

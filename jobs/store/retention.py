"""Raw facts that are older than their policy go; nothing goes without one."""

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
    title="Raw facts older than their policy go; without one nothing does",
    every="0 2 * * *",
    takes=None,
    run=run,
)

"""What keys do in the machine room."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_job(page: Any) -> Enabled:
    return True if page.job is not None else "no job under the cursor"


def _can_act(page: Any) -> Enabled:
    ctx = page.session.ctx
    if page.job is None:
        return "no job under the cursor"
    if ctx.as_of is not None:
        return "a look at a past day only reads; T now goes back"
    return "the store was opened read-only" if ctx.read_only else True


JOBS: tuple[Action, ...] = (
    Action("jobs.open", "open", "runs", "the runs of the job, and who it has set aside",
           "do_open", enabled=_has_job),
    Action("jobs.run", "run", "run", "ask the worker to run it now", "do_run",
           right="job:run", enabled=_can_act),
    Action("jobs.act", "act", "act", "run, cancel, try again, pause, go on", "do_act",
           right="job:run", enabled=_can_act),
    Action("jobs.why", "why", "why", "why it stands as it does, in a line", "do_why",
           enabled=_has_job),
)  # fmt: skip

JOBS_MOVES: tuple[Action, ...] = (
    Action("jobs.down", "down", "down", "the job below", "do_down"),
    Action("jobs.up", "up", "up", "the job above", "do_up"),
    Action("jobs.first", "first", "first", "the first job", "do_first"),
    Action("jobs.last", "last", "last", "the last job", "do_last"),
    Action("jobs.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("jobs.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("jobs.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("jobs.half_up", "half_up", "half up", "half a page up", "do_half_up"),
)

WORDS: tuple[tuple[str, str], ...] = (
    ("slot", "a moment at which the schedule wants a run; each is run once, or told skipped"),
    ("late", "a slot that no worker has taken for a minute"),
    ("given up", "it failed as often as it may be tried; a t tries it again"),
    ("cut", "its worker ended before it did; another takes it up again"),
    ("set aside", "a client that a job could not do; a new fact or a t takes it up again"),
    ("p95", "of the last 20 runs that went well, 95 of 100 were this fast"),
    ("leads", "the one worker that runs jobs; the others stand by"),
    ("LAST 11", "a sign a run, newest at the right: full went well, x failed, light runs"),
)

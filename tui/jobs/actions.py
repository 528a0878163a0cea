"""What keys do in the machine room; a tab's own first."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled


def _has_job(page: Any) -> Enabled:
    return True if page.tab.job is not None else "no job under the cursor"


def _is_open(page: Any) -> Enabled:
    return True if page.tab.opened else "open a job first"


def _can_act(page: Any) -> Enabled:
    ctx = page.session.ctx
    if page.tab.job is None:
        return "no job under the cursor"
    if ctx.as_of is not None:
        returns = page.shell.keymap.told("as_of", "now goes back")
        return f"a look at a past day only reads; {returns}"
    return "the store was opened read-only" if ctx.read_only else True


def _is_editing(page: Any) -> Enabled:
    return True if page.editing else "only one pane here"


def _has_filter(page: Any) -> Enabled:
    return True if page.tab.noun is not None else "nothing to filter on this tab"


JOBS: tuple[Action, ...] = (
    Action("jobs.open", "open", "runs", "the runs of the job; of a run its log", "do_open",
           enabled=_has_job),
    Action("jobs.run", "run", "run", "ask the worker to run it now", "do_run",
           right="job:run", enabled=_can_act),
    Action("jobs.act", "act", "act", "run, cancel, try again, pause, go on", "do_act",
           right="job:run", enabled=_can_act),
    Action("jobs.why", "why", "why", "why it stands as it does, in a line", "do_why",
           enabled=_has_job),
    Action("jobs.log", "inspect", "log", "what the run, or the job, wrote into the log",
           "do_log", enabled=_has_job),
    Action("jobs.next", "next_record", "next job", "the runs of the next job", "do_next",
           enabled=_is_open),
    Action("jobs.previous", "previous_record", "job before", "the runs of the job before",
           "do_previous", enabled=_is_open),
)  # fmt: skip

ROOM: tuple[Action, ...] = (
    Action("room.filter", "filter", "filter", "narrow the rows by a query", "do_filter",
           enabled=_has_filter),
    Action("room.complete", "next_pane", "complete", "the first way a filter can go on",
           "do_next_pane", enabled=_is_editing),
    Action("room.next_tab", "next_tab", "tab", "the tab at the right: engine, log, changes",
           "do_next_tab"),
    Action("room.previous_tab", "previous_tab", "tab back", "the tab at the left",
           "do_previous_tab"),
)  # fmt: skip

ROOM_MOVES: tuple[Action, ...] = (
    Action("room.down", "down", "down", "one row down", "do_down"),
    Action("room.up", "up", "up", "one row up", "do_up"),
    Action("room.first", "first", "first", "the first row", "do_first"),
    Action("room.last", "last", "last", "the last row", "do_last"),
    Action("room.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("room.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("room.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("room.half_up", "half_up", "half up", "half a page up", "do_half_up"),
)

WORDS: tuple[tuple[str, str], ...] = (
    ("slot", "a moment at which the schedule wants a run; each is run once, or told skipped"),
    ("late", "a slot that no worker has taken for a minute"),
    ("given up", "it failed as often as it may be tried; act, then t, tries it again"),
    ("cut", "its worker ended before it did; another takes it up again"),
    (
        "set aside",
        "a client that a job could not do; a new fact, or act and t, takes it up again",
    ),
    ("p95", "of the last 20 runs that went well, 95 of 100 were this fast"),
    ("leads", "the one worker that runs jobs; the others stand by"),
    ("LAST 11", "a sign a run, newest at the right: full went well, x failed, light runs"),
    ("took", "the runs from the oldest to the newest, and the least and the most of them"),
)

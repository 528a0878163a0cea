"""The keys that act on incidents, and the menu behind `a`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bellbuoy.services.context import Context
from core.incidents.types import OPEN_STATUSES, Status
from tui.actions import Action, Enabled
from tui.desk.actions import writes
from tui.incidents.meant import Meant
from tui.overlays.menu import Choice
from tui.pulse import may

ACK, ASSIGN, SEVERITY, RESOLVE, PAUSE, GO_ON, CLOSE, REOPEN = "kasvpoxr"
NOTE, UPDATE, LINK, UNLINK, MERGE, SPLIT, PARENT, TASK = "celumfdt"


@dataclass(frozen=True, slots=True)
class Verb:
    """A line of the menu. `statuses` are those that it moves on from, `refusal` is said
    of the others; `alone`: one incident at a time, `together`: more than one."""

    letter: str
    right: str
    label: str
    hint: str
    statuses: tuple[Status, ...] = ()
    refusal: str = ""
    alone: bool = False


_BOTH = 2
"""Clients that a split needs: one keeps it, one goes."""
_OVER: tuple[Status, ...] = ("resolved", "closed")
VERBS = (
    Verb(ACK, "incident:move", "acknowledge", "somebody looks at it; stops the first clock",
         ("open", "pending"), "only an open one is acknowledged"),
    Verb(ASSIGN, "incident:assign", "assign", "who looks after it"),
    Verb(SEVERITY, "incident:move", "severity", "with it its targets, from the opening on"),
    Verb(RESOLVE, "incident:move", "resolve", "fixed, duplicate, cancelled, no fault"),
    Verb(PAUSE, "incident:move", "pause", "waits for the client; the clock stands still",
         ("open", "acknowledged"), "only an open one can wait for the client"),
    Verb(GO_ON, "incident:move", "go on", "the client answered; the clock runs again",
         ("pending",), "only one that is pending goes on"),
    Verb(CLOSE, "incident:move", "close", "it stays resolved for good",
         ("resolved",), "only a resolved one is closed"),
    Verb(REOPEN, "incident:move", "reopen", "it came back; a breach stays one",
         _OVER, "only what is over is reopened"),
    Verb(NOTE, "incident:note", "note", "for us alone"),
    Verb(UPDATE, "incident:note", "update", "meant for the clients too"),
    Verb(LINK, "incident:link", "link clients", "a query finds whom else it hurts",
         alone=True),
    Verb(UNLINK, "incident:link", "unlink clients", "a query finds whom it does not hurt",
         alone=True),
    Verb(MERGE, "incident:merge", "merge", "into the one that is kept",
         OPEN_STATUSES, "what is over is not merged"),
    Verb(SPLIT, "incident:merge", "split", "some of its clients get one of their own",
         OPEN_STATUSES, "what is over is not split", alone=True),
    Verb(PARENT, "incident:merge", "part of", "the problem behind it; none takes it out"),
    Verb(TASK, "task:add", "task", "something to do for its client", alone=True),
)  # fmt: skip


def why_not(verb: Verb, meant: Meant) -> str:
    """Why a verb cannot be chosen for what is meant; empty: it can. Of many each is
    asked when they change."""
    if meant.row is None:
        return "one incident at a time" if verb.alone else ""
    status = meant.row.status
    if verb.statuses and status not in verb.statuses:
        return f"it is {status}: {verb.refusal}"
    if verb.letter == SPLIT and meant.row.clients < _BOTH:
        return "it hurts one client alone"
    return ""


def choices_of(ctx: Context, meant: Meant) -> list[Choice]:
    """The menu: what does not go now is struck, with the reason; also what the role may
    not do."""
    found: list[Choice] = []
    for verb in VERBS:
        role = "" if may(ctx, verb.right) else f"role {ctx.viewer.role} may not"
        reason = role or why_not(verb, meant)
        found.append((verb.letter, verb.label, verb.hint, reason))
    return found


def _may_act(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if not any(may(ctx, verb.right) for verb in VERBS):
        return f"role {ctx.viewer.role} may not act on incidents"
    return writes(page) if page.about is not None else "no incident under the cursor"


def _may_note(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if not may(ctx, "incident:note"):
        return f"role {ctx.viewer.role} may not write notes"
    return writes(page) if page.about is not None else "no incident under the cursor"


def _may_add(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if not may(ctx, "incident:add"):
        return f"role {ctx.viewer.role} may not open incidents"
    return writes(page)


ACTS: tuple[Action, ...] = (
    Action("incident.act", "act", "act", "acknowledge, assign, resolve, pause, merge, link",
           "do_act", enabled=_may_act),
    Action("incident.note", "note", "note", "write a note", "do_note", enabled=_may_note),
)  # fmt: skip
NEW: tuple[Action, ...] = (
    Action("incident.new", "new", "new", "open an incident of a client", "do_new",
           enabled=_may_add),
)  # fmt: skip
STATS: tuple[Action, ...] = (
    Action("incident.stats", "next_tab", "stats", "what the record of incidents says",
           "do_stats"),
)  # fmt: skip

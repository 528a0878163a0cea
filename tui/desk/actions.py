"""The keys that act on clients, and the menu behind `a`."""

from __future__ import annotations

from typing import Any

from bellbuoy.services.context import Context
from tui.actions import Action, Enabled
from tui.pulse import may

CALL, MAIL, MEETING, TASK, PLAYBOOK, ASSIGN, TAGS, SNOOZE = "cemtbagz"
DONE = "d"
"""In the menu of a screen whose cursor stands on a task."""
CHANGES = (ASSIGN, TAGS, SNOOZE)
_VERBS = (
    (CALL, "interaction:add", "log a call", "what was said"),
    (MAIL, "interaction:add", "log an e-mail", "what was written"),
    (MEETING, "interaction:add", "log a meeting", "who was there, what was agreed"),
    (TASK, "task:add", "task", "what is to be done; due:fri owner:mei"),
    (PLAYBOOK, "playbook:assign", "playbook", "its steps become tasks; what fits first"),
    (ASSIGN, "client:assign", "assign", "who looks after it; its open tasks go along"),
    (TAGS, "client:tag", "tags", "+vip puts one on, -trial takes one off"),
    (SNOOZE, "client:snooze", "snooze", "leave it alone for a while, and why"),
)


def choices_of(ctx: Context) -> list[tuple[str, str, str]]:
    """What the role may do with clients."""
    return [(letter, label, hint) for letter, right, label, hint in _VERBS if may(ctx, right)]


def writes(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if ctx.as_of is not None:
        return "a look at a past day only reads"
    return "the store was opened read-only" if ctx.read_only else True


def ends(page: Any) -> Enabled:
    """Whether a task, or a playbook, can be said to be done on a screen."""
    ctx: Context = page.session.ctx
    if not may(ctx, "task:edit"):
        return f"role {ctx.viewer.role} may not end tasks"
    return writes(page)


def _may_act(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if not choices_of(ctx):
        return f"role {ctx.viewer.role} may not act on clients"
    return _of_somebody(page)


def _may_note(page: Any) -> Enabled:
    ctx: Context = page.session.ctx
    if not may(ctx, "interaction:add"):
        return f"role {ctx.viewer.role} may not write notes"
    return _of_somebody(page)


def _of_somebody(page: Any) -> Enabled:
    return writes(page) if page.meant is not None else "no client under the cursor"


ACTS: tuple[Action, ...] = (
    Action("client.act", "act", "act", "log a call, a task, a playbook, assign", "do_act",
           enabled=_may_act),
    Action("client.note", "note", "note", "write a note", "do_note", enabled=_may_note),
)  # fmt: skip

"""What is done with clients, on a thread, and what is said of it: no widget is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.desk import typed
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.desk.types import InteractionKind, Preview, Selection
from core.playbooks.types import Outcome
from core.values.counting import counted
from core.values.errors import BellbuoyError, UsageError
from core.values.text import safe_text

MOST = 1_000
"""Clients that one note or task is written down for."""
Change = Callable[..., Preview]


def fault_of(read: Callable[[str], object], text: str) -> str:
    """What is wrong with a text that is about to be kept; empty: nothing."""
    try:
        read(text)
    except BellbuoyError as error:
        return error.message
    return ""


def log(ctx: Context, meant: Selection, kind: InteractionKind, text: str) -> str:
    """Write an interaction down; what to say of it."""
    from bellbuoy.services.desk import interactions

    found = interactions.add(ctx, _somebody(ctx, meant), text, kind=kind)
    whom = safe_text(found[0].client_name, 40) if len(found) == 1 else (
        counted(len(found), "client")
    )  # fmt: skip
    return f"{kind} kept: {whom}"


def put_task(ctx: Context, meant: Selection, text: str) -> str:
    """Write a task down; what to say of it."""
    from bellbuoy.services.desk import tasks

    said, due, owner = typed.task(text, ctx.today)
    found = tasks.add(ctx, _somebody(ctx, meant), said, due=due, owner=owner)
    if len(found) > 1:
        return f"{counted(len(found), 'task')} kept"
    return safe_text(f"{found[0].key} kept for {found[0].owner}: {found[0].text}", 100)


def _somebody(ctx: Context, meant: Selection) -> tuple[str, ...]:
    """Their public ids. Raises UsageError where a query finds nobody any more."""
    from bellbuoy.services.desk.selection import keys_meant

    keys = keys_meant(ctx, meant, MOST)
    if not keys:
        raise UsageError("the query finds no client any more: nothing is written")
    return keys


def end_task(ctx: Context, task: str, outcome: str) -> str:
    """Say that a task is done; what to say of it."""
    from bellbuoy.services.desk import tasks

    found = tasks.end(ctx, task, outcome.strip())
    return safe_text(f"{found.key} is done: {found.text}", 100)


def readable_ending(outcome: str, said: str) -> str:
    """The words of an ending, when they hold. Raises UsageError."""
    from bellbuoy.services.playbooks.following import readable

    return readable(outcome, said.strip())


def end_playbook(ctx: Context, key: str, outcome: Outcome, said: str) -> str:
    """End a client's way through a playbook; what to say of it."""
    from bellbuoy.services.playbooks.following import close

    found = close(ctx, key, outcome, said.strip())
    return safe_text(f"{found.key} {found.playbook} of {found.client_name}: {outcome}", 100)


def beginning(name: str) -> Change:
    """The change that lets clients begin a playbook today."""

    def change(ctx: Context, meant: Selection, **how: Any) -> Preview:
        from bellbuoy.services.playbooks.assigning import assign

        return assign(ctx, meant, name, **how)

    return change


def change_of(letter: str, text: str) -> Change:
    """The change behind a letter of the menu and what was typed for it: a function of
    context, clients, and how."""
    from tui.desk.actions import ASSIGN, SNOOZE, TAGS

    def change(
        ctx: Context,
        meant: Selection,
        *,
        dry_run: bool = False,
        expect: int | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Preview:
        from bellbuoy.services.desk import assign, snooze, tags

        if letter == ASSIGN:
            return assign.assign(
                ctx, meant, typed.owner(text), dry_run=dry_run, expect=expect,
                progress=progress, cancelled=cancelled,
            )  # fmt: skip
        if letter == TAGS:
            return tags.tag(
                ctx, meant, text.split(), dry_run=dry_run, expect=expect,
                progress=progress, cancelled=cancelled,
            )  # fmt: skip
        assert letter == SNOOZE
        until, why = typed.snooze(text, ctx.today)
        return snooze.snooze(
            ctx, meant, until, why, dry_run=dry_run, expect=expect,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip

    return change


def told(found: Preview) -> str:
    """What a change did, in one line."""
    what = safe_text(found.what, 60)
    along = f", {counted(found.tasks, 'open task')} with them" if found.tasks else ""
    return f"{counted(found.changing, found.noun)}: {what}{along}"

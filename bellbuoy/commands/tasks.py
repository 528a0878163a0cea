"""`bellbuoy task …`: what is to be done, by whom, up to which day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.desk_rows import TASKS, task_row
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.desk.types import Task, TaskState
from core.values.due import day_words, day_written
from core.values.errors import UsageError
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def list_(options: Options) -> Answer:
    """Tasks, the next to do first: the open ones, unless the query asks for more."""
    from bellbuoy.services.desk import tasks

    ctx, query = open_present(options), options.query or ""
    request = tasks.parsed(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Task]:
        return tasks.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        return tasks.count(ctx, query)

    source = Source(ctx, request.directives, ctx.now, page, task_row, count)
    return list_answer("task", source, TASKS, options)


def add(options: Options) -> Answer:
    """Write down what is to be done for a client."""
    from bellbuoy.services import clients
    from bellbuoy.services.desk import tasks

    ctx, text, client = open_present(options), options.need("text"), options.text("client")
    if client is None:
        raise UsageError(
            "which client is it about?",
            "bellbuoy task add --client C-0001 --due fri 'call Dana'",
        )
    due = _day(ctx, options.text("due"))
    if options.dry_run:
        clients.identify(ctx, client)
        told = "a dry run: it would be a task" + _until(ctx, due)
        return Answer("task", [], TASKS, as_of=ctx.now, notes=(told,))
    (found,) = tasks.add(ctx, [client], text, due=due, owner=options.text("owner"))
    return _told(ctx, found, f"{found.key} is {found.owner}'s{_until(ctx, found.due)}")


def edit(options: Options) -> Answer:
    """Change the words, the day or the owner of an open task."""
    from bellbuoy.services.desk import tasks

    text, due, owner = (options.text(name) for name in ("text", "due", "owner"))
    if text is None and due is None and owner is None:
        raise UsageError("nothing to change", "--text, --due or --owner says what")
    ctx, key = open_present(options), options.need("id")
    none = due == "none"
    day = None if none else _day(ctx, due)
    if options.dry_run:
        found = tasks.show(ctx, key)
        return _told(ctx, found, f"a dry run: {found.key} stays as it is")
    found = tasks.edit(ctx, key, text=text, due=day, owner=owner, no_day=none)
    return _told(ctx, found, f"{found.key} is {found.owner}'s{_until(ctx, found.due)}")


def done(options: Options) -> Answer:
    """Say that a task is done, or dropped, and what came of it."""
    from bellbuoy.services.desk import tasks

    ctx, key = open_present(options), options.need("id")
    state: TaskState = "dropped" if options.flag("drop") else "done"
    if options.dry_run:
        found = tasks.show(ctx, key)
        return _told(ctx, found, f"a dry run: {found.key} would be {state}")
    found = tasks.end(ctx, key, options.text("outcome") or "", state=state)
    told = _told(ctx, found, f"{found.key} is {found.state}; bellbuoy undo takes it back")
    return replace(told, notes=told.notes + _waits(ctx, found))


def _waits(ctx: Context, task: Task) -> tuple[str, ...]:
    """What to do next where it was the last step of a playbook."""
    from bellbuoy.services.authorise import allowed
    from bellbuoy.services.playbooks.following import finished_by

    if not allowed(ctx, "playbook:read"):
        return ()
    found = finished_by(ctx, task.key)
    if found is None:
        return ()
    return (
        f"that was the last step of {found.playbook}:"
        f" bellbuoy playbook close {found.key} --outcome kept",
    )


def _told(ctx: Context, found: Task, words: str) -> Answer:
    return Answer("task", [task_row(found)], TASKS, as_of=ctx.now, notes=(words,))


def _day(ctx: Context, text: str | None) -> int | None:
    return None if text is None else day_written(text, ctx.today)


def _until(ctx: Context, due: int | None) -> str:
    return "" if due is None else f", due {day_words(due, ctx.today)}"


_DUE = "the last day for it: today, tomorrow, fri, 3d, 2w, 2026-03-20"

COMMANDS = (
    Command(
        noun="task",
        verb="list",
        summary="what is to be done, the next first",
        examples=(
            "bellbuoy task list 'due<3d owner:me'",
            "bellbuoy task list 'state:done done<7d' --json",
        ),
        function=list_,
        takes=LISTING,
        columns=TASKS,
    ),
    Command(
        noun="task",
        verb="add",
        summary="write down what is to be done for a client",
        examples=(
            "bellbuoy task add --client C-0001 --due tomorrow --owner mei 'call Dana'",
            "bellbuoy task add --client northwind 'send the offer' --json",
        ),
        function=add,
        arguments=(
            Arg("text", "what is to be done"),
            Arg("client", "the client: id, name or its beginning", "option", metavar="NAME",
                completes="client"),
            Arg("due", _DUE, "option", metavar="DAY"),
            Arg("owner", "who is to do it; you without it", "option", metavar="NAME"),
        ),
        writes=True,
        columns=TASKS,
    ),
    Command(
        noun="task",
        verb="edit",
        summary="other words, another day, another owner",
        examples=(
            "bellbuoy task edit T-12 --due fri",
            "bellbuoy task edit T-12 --owner mei --text 'call Dana about the API'",
        ),
        function=edit,
        arguments=(
            Arg("id", "the task: bellbuoy task list"),
            Arg("text", "what is to be done", "option", metavar="TEXT"),
            Arg("due", f"{_DUE}; none for no day", "option", metavar="DAY"),
            Arg("owner", "who is to do it", "option", metavar="NAME"),
        ),
        writes=True,
        columns=TASKS,
    ),
    Command(
        noun="task",
        verb="done",
        summary="it is done, or dropped, and what came of it",
        examples=(
            "bellbuoy task done T-12 --outcome 'renews in April'",
            "bellbuoy task done T-12 --drop --outcome 'they have left'",
        ),
        function=done,
        arguments=(
            Arg("id", "the task: bellbuoy task list"),
            Arg("outcome", "what came of it", "option", metavar="TEXT"),
            Arg("drop", "it is not to be done any more", "flag"),
        ),
        writes=True,
        columns=TASKS,
    ),
)  # fmt: skip

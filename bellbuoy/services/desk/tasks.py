"""Tasks: what is to be done for a client, by whom, up to which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.numbers import clients_named, number_of
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, page_of
from core.desk.fields import TASK_FIELDS
from core.desk.types import Task, TaskState
from core.desk.wording import LONGEST_LINE, person, written
from core.query.mentions import speaks_of
from core.query.types import Directives
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import to_micros
from core.values.page import Page
from storage.desk import reads
from storage.engine.reader import Rows
from storage.query.listing import Listing

if TYPE_CHECKING:
    from storage.engine.unit import Unit

MOST = 1_000
"""Clients that one task is written down for at once."""
EDITED = ("text", "due_day", "owner", "state", "outcome", "done_us", "rev")


@service("task:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[Task]:
    """One page of tasks, the next to do first: those that are open, unless the query
    speaks of `state:` or `done`."""
    request = parsed(ctx, query, sort)
    with ctx.reader() as reader:
        return page_of(reader, request, _window, limit, cursor)


@service("task:read")
def count(ctx: Context, query: str = "") -> int:
    """How many tasks a query has."""
    request = parsed(ctx, query)
    with ctx.reader() as reader:
        return _window(request, reader).count(reader)


def parsed(ctx: Context, query: str, sort: str | None = None) -> Asked:
    """A query over tasks. Raises QueryError."""
    return asked(ctx, query, TASK_FIELDS, sort)


@dataclass(frozen=True, slots=True)
class TaskList:
    """A list for a screen."""

    ctx: Context
    directives: Directives
    window: ListWindow[Task]


@service("task:read")
def window(ctx: Context, query: str = "", sort: str | None = None) -> TaskList:
    """The tasks of a query, the next to do first; open ones, as in `page`."""
    request = parsed(ctx, query, sort)
    with ctx.reader() as reader:
        return TaskList(request.ctx, request.directives, _window(request, reader))


def open_listing(
    ctx: Context, rows: Rows, query: str, sort: str | None = None
) -> tuple[Listing, int | None]:
    """The tasks of a query as the store sees them, and the end that it sets itself.
    Raises QueryError; UsageError for groups, and a past day."""
    request = parsed(ctx, query, sort)
    if request.ctx.as_of is not None or request.directives.by:
        raise UsageError("tasks are changed as they stand now, one by one", "drop asof:, by:")
    return _window(request, rows).listing, request.directives.limit


def _window(request: Asked, reader: Rows) -> ListWindow[Task]:
    where, params = condition(reader, request, TASK_FIELDS, reads.task_columns())
    if not speaks_of(request.query.where, "state", "done", "outcome", "id"):
        where = reads.that_is_open(where)
    listing = reads.task_listing(TASK_FIELDS, request.directives.sort, where, params)

    def describe(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Task, ...]:
        return tuple(reads.task_of(row) for row in raw)

    return ListWindow(listing, describe)


@service("task:read")
def show(ctx: Context, key: str) -> Task:
    """One task (`T-12`, or `12`). Raises NotFoundError."""
    with ctx.reader() as reader:
        return _there(reader, key)


@service("task:add", writes=True)
def add(
    ctx: Context,
    clients: Sequence[str],
    text: str,
    *,
    due: int | None = None,
    owner: str | None = None,
) -> tuple[Task, ...]:
    """Write down what is to be done for clients (public ids, or names that mean one), a
    task each, in one change. `owner` None: whoever asks. The same words for the same
    day and person that are open already are not written twice.

    Raises NotFoundError; UsageError for no text, a day that is over, or too many.
    """
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import insert_tasks, next_numbers

    text = written(text, "the task", LONGEST_LINE)
    who = person(ctx.viewer.name if owner is None else owner)
    refuse_over(ctx, due)
    if len(clients) > MOST:
        raise UsageError(f"{len(clients):,} clients at once; at most {MOST:,}", "narrow them")
    wanted = clients_named(ctx, clients)
    with ctx.store.unit() as unit:
        known = reads.to_do_already(unit, wanted, text, due, who)
        fresh = [client for client in wanted if client not in known]
        if fresh:
            numbers = next_numbers(unit, "task", len(fresh))
            known |= dict(zip(fresh, numbers, strict=True))
            with changing(ctx, unit, "task.add", f"T-{numbers[0]}", {"task": (numbers, ())}):
                rows = [(known[each], each, text, due, who) for each in fresh]
                insert_tasks(unit, rows, to_micros(ctx.present), ctx.viewer.name)
        return tuple(_now(unit, known[client]) for client in wanted)


def refuse_over(ctx: Context, due: int | None) -> None:
    """Raise UsageError for a day that is over."""
    if due is not None and due < ctx.today:
        raise UsageError("that day is over", "write today, tomorrow, fri, 3d or 2026-03-20")


@service("task:edit", writes=True)
def edit(
    ctx: Context,
    key: str,
    *,
    text: str | None = None,
    due: int | None = None,
    owner: str | None = None,
    no_day: bool = False,
    expect: int | None = None,
) -> Task:
    """Change an open task; what is None stays. Raises NotFoundError; ConflictError for
    one that is over, or where its revision is no longer `expect`."""
    with ctx.store.unit() as unit:
        before = _there(unit, key)
        _refuse_ended(before)
        _refuse_moved(before, expect)
        if due is not None and due != before.due:
            refuse_over(ctx, due)
        then = {
            "text": before.text if text is None else written(text, "the task", LONGEST_LINE),
            "due_day": None if no_day else before.due if due is None else due,
            "owner": before.owner if owner is None else person(owner),
        }
        if then == {"text": before.text, "due_day": before.due, "owner": before.owner}:
            return before
        return _put(ctx, unit, "task.edit", before, then)


@service("task:edit", writes=True)
def end(
    ctx: Context,
    key: str,
    outcome: str = "",
    *,
    state: TaskState = "done",
    expect: int | None = None,
) -> Task:
    """Say that a task is done or dropped, and what came of it. One that ended so, with
    the same outcome, stays as it is. Raises NotFoundError; ConflictError for one that
    ended otherwise, or where its revision is no longer `expect`."""
    said = written(outcome, "the outcome", LONGEST_LINE) if outcome else None
    with ctx.store.unit() as unit:
        before = _there(unit, key)
        if before.state == state and said in (None, before.outcome):
            return before
        _refuse_ended(before)
        _refuse_moved(before, expect)
        then = {"state": state, "outcome": said, "done_us": to_micros(ctx.present)}
        return _put(ctx, unit, "task.done", before, then)


def _refuse_ended(task: Task) -> None:
    if task.state != "open":
        raise ConflictError(
            f"{task.key} is {task.state} already", "bellbuoy undo takes back your last change"
        )


def _refuse_moved(task: Task, expect: int | None) -> None:
    if expect is not None and task.rev != expect:
        raise ConflictError(
            f"{task.key} was changed meanwhile", f"bellbuoy task list id:{task.key}"
        )


def _put(ctx: Context, unit: Unit, action: str, before: Task, then: Mapping[str, Any]) -> Task:
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import update_task

    with changing(ctx, unit, action, before.key, {"task": ([before.id], EDITED)}):
        update_task(unit, before.id, dict(then))
    return _now(unit, before.id)


def _there(rows: Rows, key: str) -> Task:
    found = reads.task_by_id(rows, number_of(key, "T"))
    if found is None:
        raise NotFoundError(f"no task “{key}”", "bellbuoy task list")
    return found


def _now(unit: Unit, number: int) -> Task:
    found = reads.task_by_id(unit, number)
    assert found is not None
    return found

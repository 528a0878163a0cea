"""Many open tasks changed in one step: done, dropped, given to somebody, put off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.many import SHOWN
from bellbuoy.services.desk.numbers import number_of
from bellbuoy.services.desk.tasks import EDITED, open_listing, refuse_over
from core.desk.types import Preview, Selection, Standing, Task, TaskState
from core.desk.wording import LONGEST_LINE, person, written
from core.values.counting import counted
from core.values.due import day_words
from core.values.errors import ConflictError, UsageError
from core.values.instants import to_micros
from storage.desk import reads
from storage.engine.reader import Rows

MOST = 5_000
"""Tasks that one change is about."""
Then = Callable[[Task], Mapping[str, Any]]
"""Other values for columns of a task; one that stands so is left alone."""


@service("task:edit", writes=True)
def end_many(
    ctx: Context,
    meant: Selection,
    outcome: str = "",
    *,
    state: TaskState = "done",
    dry_run: bool = False,
    expect: int | None = None,
) -> Preview:
    """Say of open tasks (`keys` are theirs, or a query of tasks) that they are done or
    dropped. Those that ended are left alone. Raises QueryError; UsageError for too many;
    ConflictError where not `expect` of them change."""
    said = written(outcome, "the outcome", LONGEST_LINE) if outcome else None
    values = {"state": state, "outcome": said, "done_us": to_micros(ctx.present)}
    work = _Work(f"tasks {state}", "task.done", lambda _task: values, lambda _task: state)
    return _together(ctx, meant, work, dry_run=dry_run, expect=expect)


@service("task:edit", writes=True)
def give_many(
    ctx: Context,
    meant: Selection,
    owner: str,
    *,
    dry_run: bool = False,
    expect: int | None = None,
) -> Preview:
    """Give open tasks to somebody; the same words."""
    name = person(owner)
    work = _Work(
        f"tasks of {name}", "task.edit", lambda _task: {"owner": name}, lambda _t: name
    )
    return _together(ctx, meant, work, dry_run=dry_run, expect=expect)


@service("task:edit", writes=True)
def put_off_many(
    ctx: Context,
    meant: Selection,
    due: int | None,
    *,
    dry_run: bool = False,
    expect: int | None = None,
) -> Preview:
    """Another day for open tasks (None: no day). Raises UsageError for one that is over."""
    refuse_over(ctx, due)
    told = "no day" if due is None else day_words(due, ctx.today)
    work = _Work(f"due {told}", "task.edit", lambda _task: {"due_day": due}, lambda _t: told)
    return _together(ctx, meant, work, dry_run=dry_run, expect=expect)


class _Work:
    """A change of tasks: what it is called, the values that it gives, and in words."""

    def __init__(self, what: str, action: str, then: Then, told: Callable[[Task], str]) -> None:
        self.what, self.action, self.then, self.told = what, action, then, told

    def differs(self, task: Task) -> bool:
        now = {"owner": task.owner, "due_day": task.due, "state": task.state}
        return any(now.get(name) != value for name, value in self.then(task).items())


def _together(
    ctx: Context, meant: Selection, work: _Work, *, dry_run: bool, expect: int | None
) -> Preview:
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import update_task

    if dry_run:
        with ctx.reader() as reader:
            return _look(ctx, reader, meant, work)[0]
    with ctx.store.unit() as unit:
        preview, tasks = _look(ctx, unit, meant, work)
        if expect not in (None, preview.changing):
            raise ConflictError(
                f"{counted(preview.changing, 'task')} would change by now,"
                f" no longer {expect:,}",
                "look at the preview again",
            )
        if not tasks:
            return preview
        target = tasks[0].key if len(tasks) == 1 else f"{len(tasks):,} tasks"
        watched = {"task": ([task.id for task in tasks], EDITED)}
        with changing(ctx, unit, work.action, target, watched, {"what": work.what}) as change:
            for task in tasks:
                update_task(unit, task.id, dict(work.then(task)))
        return Preview(
            preview.what, preview.found, preview.changing, (), preview.first, change=change.id,
            noun="task",
        )  # fmt: skip


def _look(
    ctx: Context, rows: Rows, meant: Selection, work: _Work
) -> tuple[Preview, list[Task]]:
    """What it would do, and the tasks that it changes, in order."""
    found = _chosen(ctx, rows, meant)
    changing = [task for task in found if task.state == "open" and work.differs(task)]
    first = tuple(
        Standing(task.key, f"{task.client_name}: {task.text}", _now(ctx, task), work.told(task))
        for task in changing[:SHOWN]
    )
    preview = Preview(work.what, len(found), len(changing), (), first, noun="task")
    return preview, changing


def _now(ctx: Context, task: Task) -> str:
    due = "no day" if task.due is None else day_words(task.due, ctx.today)
    return f"{task.owner or 'nobody'}, {due}"


def _chosen(ctx: Context, rows: Rows, meant: Selection) -> list[Task]:
    if meant.query is None:
        found = reads.tasks_by_id(rows, [number_of(key, "T") for key in meant.keys])
    else:
        listing, most = open_listing(ctx, rows, meant.query, meant.sort)
        raw = listing.page(rows, None, MOST + 1 if most is None else min(most, MOST + 1))
        found = [task for task in map(reads.task_of, raw) if task.id not in meant.without]
    if len(found) > MOST:
        raise UsageError(f"more than {MOST:,} tasks at once", "narrow them")
    return found

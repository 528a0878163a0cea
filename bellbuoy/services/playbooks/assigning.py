"""Clients begin to follow a playbook: its steps become their tasks, in one change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.many import How, Work, changed_together
from bellbuoy.services.playbooks.definitions import find
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.desk.types import Preview, Selection
from core.desk.wording import person
from core.playbooks.types import Playbook
from core.values.due import FURTHEST
from core.values.errors import UsageError
from core.values.instants import day_text, to_micros
from storage.desk import selecting
from storage.engine.reader import Rows
from storage.playbooks import reads

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

MOST = 5_000
"""Clients that begin a playbook in one change: each gets a task a step."""


@service("playbook:assign", writes=True)
def assign(
    ctx: Context,
    meant: Selection,
    name: str,
    *,
    owner: str | None = None,
    start: int | None = None,
    dry_run: bool = False,
    expect: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Let clients follow a playbook from local day `start` (None: today) on.

    Each gets a task a step: for `owner`, else whom the playbook names, else whoever looks
    after the client, else whoever asks. A client that follows it now stays as it is.
    Raises NotFoundError; UsageError for a start that is over, and for too many clients;
    ConflictError where not `expect` clients change.
    """
    playbook = find(ctx, name)
    first = ctx.today if start is None else start
    if not ctx.today <= first <= ctx.today + FURTHEST:
        raise UsageError("a playbook starts today or later", "--start today, fri or 2026-03-20")
    begun = _Begun(ctx, playbook, first, None if owner is None else person(owner))
    what = f"playbook {playbook.name}"
    work = Work(
        "playbook.assign", what, begun.differs, begun.watched, begun.write,
        prepare=begun.number, portions=False,
    )  # fmt: skip
    return changed_together(ctx, meant, work, How(dry_run, expect, progress, cancelled))


class _Begun:
    """The rows of one assignment. Numbers are given out when the change begins."""

    def __init__(self, ctx: Context, playbook: Playbook, start: int, owner: str | None) -> None:
        self._ctx, self._playbook, self._start = ctx, playbook, start
        self._owner = owner or playbook.owner
        self._follows: dict[int, int] = {}
        self._tasks: dict[int, range] = {}

    def differs(self, rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Those that do not follow it now: what they follow, and what they would."""
        running = reads.running_among(rows, clients)
        found = {
            client: running.get(client, ())
            for client in clients
            if self._playbook.name not in running.get(client, ())
        }
        if len(found) > MOST:
            raise UsageError(
                f"{len(found):,} clients at once; at most {MOST:,} begin a playbook",
                "narrow them",
            )
        doers = self._doers(rows, list(found))
        return {
            client: (", ".join(names) or "no playbook", self._told(doers[client]))
            for client, names in found.items()
        }

    def _doers(self, rows: Rows, clients: Sequence[int]) -> dict[int, str]:
        """Client to who does its steps."""
        if self._owner is not None:
            return dict.fromkeys(clients, self._owner)
        owners = selecting.owners(rows, clients)
        return {client: owners[client] or self._ctx.viewer.name for client in clients}

    def _told(self, doer: str) -> str:
        many = len(self._playbook.steps)
        last = day_text(self._start + self._playbook.last_day)
        return f"{many} {'task' if many == 1 else 'tasks'} for {doer} up to {last}"

    def number(self, unit: Unit, clients: Sequence[int]) -> None:
        """Give out the numbers of what is about to be written."""
        from storage.desk.writes import next_numbers

        steps = len(self._playbook.steps)
        follows = next_numbers(unit, "playbook_follow", len(clients))
        tasks = next_numbers(unit, "task", len(clients) * steps)
        self._follows = dict(zip(clients, follows, strict=True))
        self._tasks = {
            client: tasks[n * steps : (n + 1) * steps] for n, client in enumerate(clients)
        }

    def watched(self, _rows: Rows, clients: Sequence[int]) -> Watched:
        tasks = [task for client in clients for task in self._tasks[client]]
        return {
            "playbook_follow": ([self._follows[client] for client in clients], ()),
            "task": (tasks, ()),
            "playbook_step": (tasks, ()),
        }

    def write(self, unit: Unit, clients: Sequence[int]) -> None:
        from storage.desk.writes import insert_tasks
        from storage.playbooks.writes import begin, put_steps

        us, who = to_micros(self._ctx.present), self._ctx.viewer.name
        follows = [(self._follows[client], client) for client in clients]
        begin(unit, self._playbook.name, follows, self._start, us, who)
        doers = self._doers(unit, clients)
        steps = self._playbook.steps
        planned = [
            (task, client, place, steps[place])
            for client in clients
            for place, task in enumerate(self._tasks[client])
        ]
        insert_tasks(
            unit,
            [
                (task, client, step.text, self._start + step.days, doers[client])
                for task, client, _place, step in planned
            ],
            us,
            who,
        )
        put_steps(
            unit,
            [
                (task, self._follows[client], place + 1, step.kind)
                for task, client, place, step in planned
            ],
        )

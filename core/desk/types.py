"""What people do about clients: calls and notes, tasks, tags, snoozes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from core.values.contribution import Explanation
from core.values.money import Money

InteractionKind = Literal["call", "email", "meeting", "note"]
TaskState = Literal["open", "done", "dropped"]
KINDS: tuple[InteractionKind, ...] = ("call", "email", "meeting", "note")
CONTACTS: tuple[InteractionKind, ...] = ("call", "email", "meeting")
"""The kinds in which somebody speaks with a client; a note is only written about it."""
TASK_STATES: tuple[TaskState, ...] = ("open", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Interaction:
    """A call, an e-mail, a meeting or a note. `key` is its public id (`I-12`), `at`
    when it was, `who` wrote it, `rev` counts its edits from 1. `text` is kept as it was
    written: show it through `safe_text`."""

    id: int
    client: str
    client_name: str
    kind: InteractionKind
    at: datetime
    who: str
    text: str
    rev: int

    @property
    def key(self) -> str:
        return f"I-{self.id}"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for a client. `due` is a local epoch day, None: no day was set.
    `outcome` says what came of it; `done` is when it was done or dropped."""

    id: int
    client: str
    client_name: str
    text: str
    due: int | None
    owner: str | None
    state: TaskState
    outcome: str | None
    made: datetime
    made_by: str
    done: datetime | None
    rev: int

    @property
    def key(self) -> str:
        return f"T-{self.id}"


@dataclass(frozen=True, slots=True)
class Snooze:
    """A client that is left alone up to the end of local day `until`."""

    until: int
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class OwnOwner:
    """An owner that a person set; `imported` is who the sources say."""

    who: str
    imported: str | None


@dataclass(frozen=True, slots=True)
class ClientDesk:
    """What people have done about one client: the newest interactions first, open
    tasks first, and how many there are of both (all told, still open)."""

    interactions: tuple[Interaction, ...]
    tasks: tuple[Task, ...]
    interaction_count: int
    open_tasks: int
    tags: tuple[str, ...]
    snooze: Snooze | None
    owned: OwnOwner | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One client before it is changed with others: `now` and `then` in words."""

    key: str
    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of many clients would do, or has done. `found` clients are meant,
    `changing` of them differ by it, the others are so already. `arr` is that of the
    changing ones, one entry a currency; `first` are some of them; `tasks` open tasks
    go along. `change` is the number of the change, None: nothing was written. `noun`
    says what changes: clients, or tasks."""

    what: str
    found: int
    changing: int
    arr: tuple[Money, ...]
    first: tuple[Standing, ...]
    tasks: int = 0
    change: int | None = None
    noun: str = "client"

    @property
    def staying(self) -> int:
        return self.found - self.changing


@dataclass(frozen=True, slots=True)
class Selection:
    """Clients, or tasks, that are meant: those of `keys` (public ids), or where `query` is
    not None all that it finds now, without the store's own numbers in `without`. `sort`
    is the order that a `limit:` counts in, where another was chosen than the query names."""

    keys: tuple[str, ...] = ()
    query: str | None = None
    without: frozenset[int] = frozenset()
    sort: str | None = None


class TypedTask(NamedTuple):
    """`due` is a local epoch day, None: no day; `owner` None: whoever types."""

    text: str
    due: int | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class DueTask:
    """An open task and what its client pays; `due` is days from today."""

    key: str
    client: str
    client_name: str
    text: str
    owner: str | None
    due: int
    arr: Money | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client that nobody has a next step for. `renews` and `silent` are days from
    today and since its last use, None where that is not known."""

    client: str
    client_name: str
    owner: str | None
    critical: bool
    score: int | None
    delta7: int | None
    renews: int | None
    silent: int | None
    arr: Money | None


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One thing to do: `key` is that of the task, or of the client. `why` is its first
    reason in words, `left` days until it is too late (below 0: it is), None: no day."""

    kind: Literal["task", "client"]
    key: str
    client: str
    client_name: str
    owner: str | None
    what: str
    why: str
    left: int | None
    arr: Money | None
    points: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Today:
    """The list, the most pressing first. `whose` is the query that it is about, `more`
    how many clients were left out because the list has an end."""

    rows: tuple[TodayRow, ...]
    whose: str
    more: int

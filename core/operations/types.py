"""What is known of Bellbuoy itself while it runs: log lines, faults, problems, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from core.operations.levels import LEVELS as LEVELS
from core.operations.levels import Level as Level
from core.values.errors import ConflictError

ProblemKind = Literal[
    "error", "job", "worker", "scores", "quarantine", "backup", "disk", "alert", "store"
]
PROBLEM_KINDS: tuple[ProblemKind, ...] = (
    "error", "job", "worker", "scores", "quarantine", "backup", "disk", "alert", "store",
)  # fmt: skip

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log. `trace` is the id that a command, a run of a job or a
    session of the app bears in all that it logs and audits; `part` is what wrote
    it (`command`, `worker`, `app`); `fields` are numbers and names of ours."""

    at: datetime
    level: Level
    part: str
    event: str
    trace: str
    pid: int
    fields: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """A step of the way to a fault: `bellbuoy/services/health.py:51 in explain`."""

    file: str
    line: int
    function: str

    @property
    def words(self) -> str:
        return f"{self.file}:{self.line} in {self.function}"


@dataclass(frozen=True, slots=True)
class Report:
    """One fault as it is kept: what kind, where, in which surroundings, and no
    content of the store. `word` is the command, job or screen that met it."""

    ref: str
    type: str
    message: str
    word: str
    frames: tuple[Frame, ...]
    version: str
    surroundings: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that happened `count` times, first and last, under the newest trace."""

    report: Report
    first: datetime
    last: datetime
    count: int
    trace: str


@dataclass(frozen=True, slots=True)
class Mend:
    """What helps: a command, or the key of the screens that has this name."""

    does: str
    command: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with Bellbuoy itself, its cause, and what mends it.

    `id` stays the same as long as the problem does: `worker`, `job:score-clients`,
    `E-1f3a`. `grave`: work or data is at stake.
    """

    id: str
    kind: ProblemKind
    words: str
    mends: tuple[Mend, ...] = ()
    grave: bool = False
    first: datetime | None = None
    last: datetime | None = None
    count: int = 1
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure: `labels` tell it from others of its family; `suffix` is `_sum`,
    `_count` or nothing."""

    value: float
    labels: tuple[tuple[str, str], ...] = ()
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one name, with one meaning; the unit is part of the name."""

    name: str
    type: Literal["gauge", "counter", "summary"]
    help: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class LeaseHeld:
    """Who leads. `since` is when its first run under this fence began (None: it has
    not run anything yet), `pid` and `host` those of the worker that holds it (None:
    it has left without giving it up)."""

    name: str
    holder: str
    fence: int
    expires: datetime
    since: datetime | None
    pid: int | None
    host: str | None


@dataclass(frozen=True, slots=True)
class SlowHour:
    """In this hour so many heartbeats of a kind took up to `upto_us` microseconds."""

    hour: datetime
    kind: str
    upto_us: int
    count: int


@dataclass(frozen=True, slots=True)
class Queued:
    """Work that waits: how much, and since when the oldest of it (None: that is not
    kept)."""

    what: str
    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class EngineRoom:
    """What the store and its workers are busy with, at `at`, the machine's time.

    `writer` is the process that writes to the store now, in words (None: nobody, or
    nobody can tell); `events` is how many were ever taken in; `slow` are lines of
    the log about what a screen waited for, the slowest first.
    """

    at: datetime
    engine: str
    leases: tuple[LeaseHeld, ...]
    writer: str | None
    events: int
    queues: tuple[Queued, ...]
    pace: Mapping[str, float]
    slow_hours: tuple[SlowHour, ...]
    slow: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the store by one person, in one transaction, at the store's time.
    `rows` is how many rows it changed, `summary` what it says of itself. `undo` says
    whether it can be taken back: nothing where it can, `cannot`, or `undone by 17`;
    `why` is the reason, with what helps instead."""

    id: int
    at: datetime
    who: str
    action: str
    target: str
    trace: str
    summary: Mapping[str, Plain]
    rows: int
    undo: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What a change did to a row: `before` and `after` hold the columns that differ
    (None: there was no row, or is none). `rows` new rows with keys from `key` on may
    be kept as one."""

    table: str
    key: str
    rows: int
    before: Mapping[str, Plain] | None
    after: Mapping[str, Plain] | None


@dataclass(frozen=True, slots=True)
class UndoDifference:
    """A column that no longer stands as the change left it: what it was before, what
    the change made of it, and what it is now (None: no value, or no row)."""

    column: str
    before: Any
    after: Any
    now: Any


@dataclass(frozen=True, slots=True)
class RowConflict:
    """A row that somebody has changed since. `there`: whether it still is; `who` did
    it in which change, where a change set tells of it."""

    table: str
    key: str
    differences: tuple[UndoDifference, ...]
    there: bool
    who: str = ""
    change: int | None = None


class UndoConflictError(ConflictError):
    """Rows of a change have been changed since, and so it stays as it is."""

    def __init__(self, change: int, rows: tuple[RowConflict, ...], message: str) -> None:
        super().__init__(message, f"bellbuoy change show {change}")
        self.change = change
        self.rows = rows


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of an undo or a redo. `change` is the change that it was about,
    `number` its own (None: nothing had to be done, or it was only tried), `rows` how
    many rows went back, `left` how many that follow from others had moved on and
    stay; `note` is more to tell of it."""

    change: int
    number: int | None
    action: str
    target: str
    who: str
    redo: bool
    rows: int = 0
    left: int = 0
    dry_run: bool = False
    note: str = ""

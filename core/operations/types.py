"""What is known of Bellbuoy itself while it runs: log lines, faults, problems, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from core.operations.levels import LEVELS as LEVELS
from core.operations.levels import Level as Level

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

"""Playbooks: for which clients, what is done, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.desk.types import TaskState
from core.health.types import Tier
from core.values.contribution import Explanation
from core.values.money import Money

StepKind = Literal["call", "email", "meeting", "task"]
Outcome = Literal["kept", "grown", "shrunk", "lost", "stopped"]
Origin = Literal["own", "starter"]
STEP_KINDS: tuple[StepKind, ...] = ("call", "email", "meeting", "task")
OUTCOMES: tuple[Outcome, ...] = ("kept", "grown", "shrunk", "lost", "stopped")
OUTCOME_WORDS: dict[Outcome, str] = {
    "kept": "the client stays as it is",
    "grown": "the client pays more",
    "shrunk": "the client pays less",
    "lost": "the client leaves",
    "stopped": "given up before its end",
}

COMPARED = (
    "compared: each client that ended it, with every client in the same tier on the day it"
    " began that never followed it, over the same days; this tells what happened, not why"
)
"""What stands behind both sides of the results."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `days` after the start, of a kind."""

    text: str
    days: int
    kind: StepKind = "task"


@dataclass(frozen=True, slots=True)
class Playbook:
    """`when` is a query of clients, `owner` None where the owner of each client does the
    steps, `expected` what should come of it. A starter is in no store: its `rev` is 0,
    otherwise the change that saved it."""

    name: str
    title: str
    when: str
    steps: tuple[Step, ...]
    owner: str | None = None
    expected: str = ""
    rev: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def origin(self) -> Origin:
        return "own" if self.rev else "starter"

    @property
    def last_day(self) -> int:
        """Days from the start to the day of the last step."""
        return max(step.days for step in self.steps)

    def does_like(self, other: Playbook) -> bool:
        """Whether both say the same, whoever saved them when."""
        return _said(self) == _said(other)


def _said(found: Playbook) -> tuple[object, ...]:
    return found.name, found.title, found.when, found.steps, found.owner, found.expected


@dataclass(frozen=True, slots=True)
class Counts:
    """Clients that ever followed a playbook, that do now, and that ended it."""

    enrolled: int = 0
    running: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class StepTask:
    """A step as a task: `task` is its public id, `due` a local day, None once somebody
    took its day away."""

    place: int
    task: str
    text: str
    kind: StepKind
    due: int | None
    owner: str | None
    state: TaskState
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Follow:
    """A client that follows a playbook, or did. `key` is its public id (`P-12`); days
    are local. `open_steps` of `all_steps` are still to be done."""

    id: int
    playbook: str
    client: str
    client_name: str
    start: int
    made_by: str
    end: int | None
    outcome: Outcome | None
    said: str | None
    open_steps: int
    all_steps: int
    rev: int

    @property
    def key(self) -> str:
        return f"P-{self.id}"

    @property
    def running(self) -> bool:
        return self.outcome is None

    @property
    def done_steps(self) -> int:
        return self.all_steps - self.open_steps


@dataclass(frozen=True, slots=True)
class Followed:
    """One client's way through a playbook, with its steps in order."""

    follow: Follow
    steps: tuple[StepTask, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A playbook that fits a client; the explanation counts the conditions that hold."""

    playbook: Playbook
    explanation: Explanation

    @property
    def points(self) -> int:
        return self.explanation.total or 0

    @property
    def why(self) -> str:
        """`tier: critical, trend<-5: -21`, as text from outside."""
        parts = self.explanation.parts
        return ", ".join(f"{part.label} ({part.value})" for part in parts)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A client, what it pays, and the playbooks that fit it, the best first. `follows`
    are the names of those that it follows already; they are not suggested again."""

    client: str
    client_name: str
    owner: str | None
    tier: Tier
    score: int | None
    arr: Money | None
    fits: tuple[Fit, ...]
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do about one client next, and why, in words. `verb` is the action that
    does it: "task" writes one, "done" ends one, "" says that nothing waits."""

    what: str
    why: str
    verb: Literal["done", "close", "playbook", "call", "task", ""]


@dataclass(frozen=True, slots=True)
class Ended:
    """Followers that began and ended on the same days in the same tier, beside all other
    clients of that tier that day: how many have a score on both days, the sum of their
    changes, and their ARR on either day in minor units of the base currency."""

    n: int
    change: int
    arr_before: int
    arr_after: int
    others: int
    others_change: int
    others_before: int
    others_after: int


@dataclass(frozen=True, slots=True)
class Side:
    """Means of one side: points of health, and the share of the ARR that is left. None
    where nobody can be compared."""

    n: int
    change: float | None
    arr_kept: float | None

    @property
    def words(self) -> str:
        """`health +4.0, ARR kept 98.1%, n = 12`"""
        if not self.n:
            return "nobody can be compared yet"
        change = "unknown" if self.change is None else f"{self.change:+.1f}"
        kept = "unknown" if self.arr_kept is None else f"{self.arr_kept:.1%}"
        return f"health {change}, ARR kept {kept}, n = {self.n:,}"


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a playbook: how many ended how, and both sides of the comparison.
    `left_out` ended but could not be compared; `stopped` are never compared."""

    counts: Counts
    outcomes: tuple[tuple[Outcome, int], ...]
    followers: Side
    others: Side
    left_out: int

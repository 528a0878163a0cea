"""What a change of incidents does, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from storage.engine.reader import Rows
from storage.incidents.lives import Living

if TYPE_CHECKING:
    from storage.incidents.acting import Links, NewStep


@dataclass(frozen=True, slots=True)
class How:
    """`dry_run`: nothing is kept. `expect`: how many were shown to change; another
    number is a conflict. `rev`: the revision that one incident was seen at. A change that
    is `cancelled` leaves nothing."""

    dry_run: bool = False
    expect: int | None = None
    rev: int | None = None
    progress: Progress = silent
    cancelled: Cancelled = never


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of one incident, in words and in steps. `past`: days that are over
    look different by it."""

    before: Living
    after: Living
    now: str
    then: str
    steps: tuple[NewStep, ...]
    links: Links
    past: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """The one incident, by number, that all the others are put into: it is none of them,
    and is written once, with the last of them. `turn` says what becomes of it, with what
    becomes of those that are written in the same transaction. Where one of the others may
    not be changed, none is."""

    number: int
    turn: Callable[[Rows, Sequence[Turn]], Turn]


@dataclass(frozen=True, slots=True)
class Work:
    """What a change does. `turn` says what becomes of an incident at a moment; None: it
    stands so already; it raises ConflictError for one that may not. `own_status` and
    `own_severity`: a person's word, which imports leave alone from then on. `ready` is
    called with incidents before `turn` is asked about them, for what it wants to know of
    them. `weight`: about how many rows each of them makes."""

    action: str
    what: str
    turn: Callable[[Living, int], Turn | None]
    own_status: bool = False
    own_severity: bool = False
    ready: Callable[[Rows, Sequence[int]], None] = lambda _rows, _ids: None
    weight: int = 1
    goal: Goal | None = None

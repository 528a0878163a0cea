"""What a change of clients does, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bellbuoy.services.scoring.moment import Cancelled, Progress
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit


@dataclass(frozen=True, slots=True)
class Work:
    """What a change does. `differs`: those of some clients that it changes, each with
    (now, then) in words. `watched`: the rows that it writes. `write`: a portion of
    them. `along`: tasks that change with them. `prepare` is called once, with all of
    them, before anything is watched or written. `portions`: of very many clients it may
    be made by many transactions (`Undoable.portions` says the same of its undo)."""

    action: str
    what: str
    differs: Callable[[Rows, Sequence[int]], dict[int, tuple[str, str]]]
    watched: Callable[[Rows, Sequence[int]], Watched]
    write: Callable[[Unit, Sequence[int]], None]
    along: Callable[[Rows, Sequence[int]], Sequence[int]] = lambda _rows, _clients: ()
    prepare: Callable[[Unit, Sequence[int]], None] = lambda _unit, _clients: None
    portions: bool = True


@dataclass(frozen=True, slots=True)
class How:
    """`dry_run`: nothing is written. `expect`: how many were shown to change; another
    number is a conflict. `progress` and `cancelled` as everywhere: a change that is
    stopped leaves nothing."""

    dry_run: bool
    expect: int | None
    progress: Progress
    cancelled: Cancelled


def told(work: Work, clients: int, tasks: int) -> dict[str, str | int]:
    """What the change set says of itself."""
    return {"what": work.what, "clients": clients, "tasks": tasks}

"""What can be taken back: which change is the last, and does each row still stand as
the change left it.

A change, the undo of it, the redo of that … are one chain. All but the first name the
first as their target, and the last of a chain says whether the change stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.operations.types import RowConflict, UndoDifference

UNDO, REDO = "undo:", "redo:"
_TARGET = "change "
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A change set: by whom, what was done to what."""

    id: int
    who: str
    action: str
    target: str

    @property
    def is_undo(self) -> bool:
        return self.action.startswith(UNDO)

    @property
    def is_redo(self) -> bool:
        return self.action.startswith(REDO)

    @property
    def plain_action(self) -> str:
        """What the first of its chain did."""
        return self.action.removeprefix(UNDO).removeprefix(REDO)

    @property
    def first(self) -> int:
        """The number of the first of its chain."""
        if not (self.is_undo or self.is_redo):
            return self.id
        number = self.target.removeprefix(_TARGET)
        return int(number) if number.isdecimal() else self.id


Reversals = Mapping[int, Step]
"""Change to the last undo or redo of it; what is not there was never taken back."""


def reversals_of(steps: Iterable[Step]) -> Reversals:
    """From undos and redos in the order of their numbers."""
    return {each.first: each for each in steps}


def naming(first: int) -> str:
    """The target of an undo or redo of a change."""
    return f"{_TARGET}{first}"


def last_of(first: Step, found: Reversals) -> Step:
    """The last of the chain of a change: what an undo, or redo, takes back."""
    return found.get(first.id, first)


def last_standing(steps: Iterable[Step], found: Reversals) -> int | None:
    """Of one person's changes, the newest first: the one done, or done again, last
    that stands."""
    for each in steps:
        stands = found.get(each.first, each)
        if stands.id == each.id and not each.is_undo:
            return each.first
    return None


def last_undone(
    steps: Iterable[Step], found: Reversals, ends: Callable[[str], bool]
) -> int | None:
    """Of one person's changes, the newest first: the one taken back last. A new change
    of an action that `ends` it leaves nothing to do again."""
    for each in steps:
        if each.is_undo:
            if found[each.first].id == each.id:
                return each.first
        elif not each.is_redo and ends(each.action):
            return None
    return None


def conflict_of(
    table: str, key: str, before: Row | None, after: Row | None, now: Row | None
) -> RowConflict | None:
    """Where a row no longer stands as the change left it; None where it does.

    `before` and `after` are the columns that the change kept, None where there was no
    row; `now` is the row as it stands.
    """
    if (after is None) and (now is None):
        return None
    names = list((after or before or {}).keys())
    differ = [
        name for name in names if after is None or now is None or after[name] != now.get(name)
    ]
    if not differ:
        return None
    return RowConflict(
        table,
        key,
        tuple(UndoDifference(name, _of(before, name), _of(after, name), _of(now, name))
              for name in differ),
        now is not None,
    )  # fmt: skip


def _of(row: Row | None, name: str) -> Any:
    return None if row is None else row.get(name)

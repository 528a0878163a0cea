"""Which change is taken back: by its number, or the last of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bellbuoy.services.undo.actions import UNDOABLE, final_of
from core.operations.undo import Reversals, Step, last_of, last_standing, last_undone
from core.values.errors import ConflictError, NotFoundError
from storage.audit import steps
from storage.audit.unfinished import unfinished
from storage.engine.reader import Rows


class Chosen(NamedTuple):
    """A change, and the last of its chain, which is what is taken back."""

    first: Step
    last: Step


class AlreadyError(Exception):
    """It is taken back already; its text says by what."""


def numbered(rows: Rows, number: int) -> Chosen:
    """The change of a number. Raises NotFoundError; AlreadyError where something has
    taken it back."""
    found = steps.step(rows, number)
    first = None if found is None else steps.step(rows, found.first)
    if found is None or first is None:
        raise NotFoundError(f"no change {number}", "bellbuoy change list")
    last = last_of(first, steps.reversals(rows, first.id))
    stands = last.id == found.id or (found.id == first.id and not last.is_undo)
    if not stands:
        raise AlreadyError(f"change {number} is taken back already, by {last.id}")
    return Chosen(first, last)


def last_done(rows: Rows, who: str) -> Chosen | None:
    """The last change of a person that stands; None: nothing does. Raises
    ConflictError where that one cannot be taken back."""
    found = steps.reversals(rows)
    number = last_standing(steps.steps_of(rows, who), found)
    if number is None:
        return None
    chosen = _chain(rows, number, found)
    before = last_standing(_undoable(steps.steps_of(rows, who)), found)
    refuse_final(chosen.first, before)
    return chosen


def _undoable(found: Iterator[Step]) -> Iterator[Step]:
    return (each for each in found if each.plain_action in UNDOABLE)


def last_taken_back(rows: Rows, who: str) -> Chosen | None:
    """What a person took back last, and has done nothing since."""
    found = steps.reversals(rows)
    number = last_undone(steps.steps_of(rows, who), found, UNDOABLE.__contains__)
    return None if number is None else _chain(rows, number, found)


def _chain(rows: Rows, number: int, found: Reversals) -> Chosen:
    first = steps.step(rows, number)
    assert first is not None
    return Chosen(first, last_of(first, found))


def refuse_final(first: Step, before: int | None = None) -> None:
    """Raise ConflictError for what cannot be taken back, with what helps instead, and
    the change before it that can."""
    final = final_of(first.action)
    if final is None:
        return
    what = f"change {first.id} ({first.action} {first.target})"
    earlier = "" if before is None else f"bellbuoy undo {before} takes back the one before"
    hint = "; ".join(each for each in (final.instead, earlier) if each)
    raise ConflictError(f"{what} cannot be taken back: {final.reason}", hint)


def refuse_open(rows: Rows, chosen: Chosen) -> None:
    """Raise ConflictError where one of them is in the middle."""
    for each in unfinished(rows):
        if each.step.id in (chosen.first.id, chosen.last.id):
            raise ConflictError(
                f"change {each.step.id} ({each.step.action} by {each.step.who}) is"
                f" {each.words}",
                "wait until it is done, or stop it where it runs",
            )

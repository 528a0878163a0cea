"""Undo and redo: a change is taken back by a new change, in one transaction, where
every row still stands as the change left it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.settings import actor_of
from bellbuoy.services.undo.actions import UNDOABLE, UNTOLD, Undoable
from bellbuoy.services.undo.choosing import (
    AlreadyError,
    Chosen,
    last_done,
    last_taken_back,
    numbered,
    refuse_final,
    refuse_open,
)
from bellbuoy.services.undo.following import Taking
from bellbuoy.services.undone import Undone, UndoneError
from core.operations.types import TakenBack
from core.operations.undo import REDO, UNDO, Step, last_of, naming
from core.values.errors import ConflictError
from storage.audit import steps
from storage.audit.steps import kept_count

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit

OTHERS = "change:undo-others"
Kept = tuple[steps.KeptRow, ...]


@service("change:undo", writes=True)
def undo(
    ctx: Context,
    number: int | None = None,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> TakenBack | None:
    """Take back a change: that of a number (an undo too), or the last of one's own
    that stands; None: there is none, or it was stopped and stands as before.

    Raises NotFoundError; UndoConflictError where somebody has changed a row since;
    ConflictError for what cannot be taken back, or is in the middle; DeniedError
    without the right that the change itself needs, or for somebody else's change.
    """
    with ctx.reader() as reader:
        if number is None:
            chosen = last_done(reader, ctx.viewer.name)
        else:
            try:
                chosen = numbered(reader, number)
            except AlreadyError as already:
                return _already(steps.step(reader, number), str(already))
    return _taken(ctx, chosen, How(dry_run, progress, cancelled))


@service("change:undo", writes=True)
def redo(
    ctx: Context,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> TakenBack | None:
    """Do again what one took back last, unless one has changed something since; None:
    there is nothing. Raises what `undo` does."""
    with ctx.reader() as reader:
        chosen = last_taken_back(reader, ctx.viewer.name)
    return _taken(ctx, chosen, How(dry_run, progress, cancelled))


def _already(found: Step | None, words: str) -> TakenBack:
    assert found is not None
    return TakenBack(
        found.id, None, found.plain_action, found.target, found.who, found.is_undo, note=words
    )


class How(NamedTuple):
    """Whether it is only looked at, and what becomes of one that takes long."""

    dry_run: bool
    progress: Progress
    cancelled: Cancelled


def _taken(ctx: Context, chosen: Chosen | None, how: How) -> TakenBack | None:
    """Whoever may not is refused before anything is locked."""
    if chosen is None:
        return None
    first = chosen.first
    refuse_final(first)
    rule = UNDOABLE[first.action]
    authorise(ctx, rule.right, writes=True)
    if {first.who, chosen.last.who} != {ctx.viewer.name}:
        authorise(ctx, OTHERS, writes=True)
    if rule.portions:
        return _of_many(ctx, chosen, rule, how)
    rows = _kept(ctx, chosen)
    for right in rule.also((row.table, row.key) for row in rows):
        authorise(ctx, right, writes=True)
    done: list[TakenBack] = []
    with Undone(), ctx.store.unit() as unit:
        done.append(_take(ctx, unit, chosen, rule, rows, dry_run=how.dry_run))
        if how.dry_run:
            raise UndoneError
    return done[0]


def _of_many(ctx: Context, chosen: Chosen, rule: Undoable, how: How) -> TakenBack | None:
    """A change that may be of very many rows: all are compared before anything is
    locked, and nothing is written by a look."""
    from bellbuoy.services.undo import portions

    first, last = chosen
    untold = _untold(first)
    with ctx.reader() as reader:
        refuse_open(reader, chosen)
        many = kept_count(reader, last.id)
        if how.dry_run or many > portions.PORTION:
            portions.refuse_conflicts(reader, last.id, untold)
    if how.dry_run:
        return _told_of(chosen, None, many, dry_run=True)
    if many > portions.PORTION:
        return _in_portions(ctx, chosen, rule, how)
    with ctx.store.unit() as unit:
        _refuse_moved(unit, chosen)
        portions.refuse_conflicts(unit, last.id, untold)
        change = _change(ctx, unit, chosen)
        went = portions.take_at_once(ctx, unit, rule, first, last.id, change)
    return _told_of(chosen, change.id, went)


def _in_portions(ctx: Context, chosen: Chosen, rule: Undoable, how: How) -> TakenBack | None:
    from bellbuoy.services.stretched import stretched
    from bellbuoy.services.undo.portions import take_portions

    first, last = chosen
    allow = partial(_refuse_moved, chosen=chosen)
    with Undone(), stretched(ctx, _word(last) + first.action, naming(first.id)) as made:
        went = take_portions(
            ctx, rule, first, last.id, made, allow, how.progress, how.cancelled
        )
        return _told_of(chosen, made.number, went)
    return None


def _told_of(
    chosen: Chosen, change: int | None, went: int, *, dry_run: bool = False
) -> TakenBack:
    first, last = chosen
    return TakenBack(
        first.id, change, first.action, first.target, first.who, last.is_undo, went, 0, dry_run
    )


def _word(last: Step) -> str:
    return REDO if last.is_undo else UNDO


def _change(ctx: Context, unit: Unit, chosen: Chosen) -> Change:
    from storage.audit.writes import Change

    action = _word(chosen.last) + chosen.first.action
    return Change(unit, actor_of(ctx), action, naming(chosen.first.id))


def _refuse_moved(unit: Unit, chosen: Chosen) -> None:
    """Raise ConflictError where the last of the chain is another one by now."""
    first, last = chosen
    if last_of(first, steps.reversals(unit, first.id)).id != last.id:
        raise ConflictError(
            f"change {first.id} was taken back, or done again, meanwhile",
            f"bellbuoy change show {first.id}",
        )


def _kept(ctx: Context, chosen: Chosen) -> Kept:
    """What the last of a chain kept of its rows, which never changes: read before
    anything is locked, however much it is."""
    with ctx.reader() as reader:
        rows = steps.kept_rows(reader, chosen.last.id)
    if not _told(rows):
        raise _untold(chosen.first)
    return rows


def _untold(first: Step) -> ConflictError:
    what = f"change {first.id} ({first.action} {first.target})"
    return ConflictError(f"{what} cannot be taken back: {UNTOLD.reason}")


def _take(
    ctx: Context, unit: Unit, chosen: Chosen, rule: Undoable, rows: Kept, *, dry_run: bool
) -> TakenBack:
    from bellbuoy.services.undo.rows import put_back, refuse_changed, watch

    first, last = chosen
    _refuse_moved(unit, chosen)
    change = _change(ctx, unit, chosen)
    taking = Taking(first, rows, change)
    refuse_changed(unit, last.id, [row for row in rows if row.table not in rule.soft])
    watch(change, rows)
    left = 0
    summary: dict[str, object] = {"of": first.who}
    if rule.instead is not None:
        summary |= rule.instead(ctx, unit, taking)
    else:
        with rule.around(ctx, unit, taking):
            put_back(unit, [row for row in rows if row.table not in rule.soft])
        left = put_back(unit, [row for row in rows if row.table in rule.soft], soft=True)
        summary |= taking.told
    went = change.close(summary)
    note = f"{summary['version']} is in force" if "version" in summary else ""
    return TakenBack(
        first.id, None if dry_run else change.id, first.action, first.target, first.who,
        last.is_undo, went, left, dry_run, note,
    )  # fmt: skip


def _told(rows: tuple[steps.KeptRow, ...]) -> bool:
    from bellbuoy.services.undo.portions import all_told

    return all_told(rows)

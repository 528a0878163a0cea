"""Undo and redo: a change is taken back by a new change, in one transaction, where
every row still stands as the change left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.settings import actor_of
from bellbuoy.services.undo.actions import UNDOABLE, UNTOLD, Undoable
from bellbuoy.services.undo.choosing import (
    AlreadyError,
    Chosen,
    last_done,
    last_taken_back,
    numbered,
    refuse_final,
)
from bellbuoy.services.undo.following import Taking
from bellbuoy.services.undone import Undone, UndoneError
from core.operations.types import TakenBack
from core.operations.undo import REDO, UNDO, Step, last_of, naming
from core.values.errors import ConflictError
from storage.audit import steps

if TYPE_CHECKING:
    from storage.engine.unit import Unit

OTHERS = "change:undo-others"
Kept = tuple[steps.KeptRow, ...]


@service("change:undo", writes=True)
def undo(ctx: Context, number: int | None = None, *, dry_run: bool = False) -> TakenBack | None:
    """Take back a change: that of a number (an undo too), or the last of one's own
    that stands; None: there is none.

    Raises NotFoundError; UndoConflictError where somebody has changed a row since;
    ConflictError for what cannot be taken back; DeniedError without the right that
    the change itself needs, or for somebody else's change.
    """
    with ctx.reader() as reader:
        if number is None:
            chosen = last_done(reader, ctx.viewer.name)
        else:
            try:
                chosen = numbered(reader, number)
            except AlreadyError as already:
                return _already(steps.step(reader, number), str(already))
    return None if chosen is None else _allowed(ctx, chosen, dry_run=dry_run)


@service("change:undo", writes=True)
def redo(ctx: Context, *, dry_run: bool = False) -> TakenBack | None:
    """Do again what one took back last, unless one has changed something since; None:
    there is nothing. Raises what `undo` does."""
    with ctx.reader() as reader:
        chosen = last_taken_back(reader, ctx.viewer.name)
    return None if chosen is None else _allowed(ctx, chosen, dry_run=dry_run)


def _already(found: Step | None, words: str) -> TakenBack:
    assert found is not None
    return TakenBack(
        found.id, None, found.plain_action, found.target, found.who, found.is_undo, note=words
    )


def _allowed(ctx: Context, chosen: Chosen, *, dry_run: bool) -> TakenBack:
    """Whoever may not is refused before anything is locked."""
    first = chosen.first
    refuse_final(first)
    rule = UNDOABLE[first.action]
    authorise(ctx, rule.right, writes=True)
    if {first.who, chosen.last.who} != {ctx.viewer.name}:
        authorise(ctx, OTHERS, writes=True)
    rows = () if rule.portions else _kept(ctx, chosen)
    for right in rule.also((row.table, row.key) for row in rows):
        authorise(ctx, right, writes=True)
    done: list[TakenBack] = []
    with Undone(), ctx.store.unit() as unit:
        done.append(_take(ctx, unit, chosen, rule, rows, dry_run=dry_run))
        if dry_run:
            raise UndoneError
    return done[0]


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
    from storage.audit.writes import Change

    first, last = chosen
    if last_of(first, steps.reversals(unit, first.id)).id != last.id:
        raise ConflictError(
            f"change {first.id} was taken back, or done again, meanwhile",
            f"bellbuoy change show {first.id}",
        )
    word = REDO if last.is_undo else UNDO
    change = Change(unit, actor_of(ctx), word + first.action, naming(first.id))
    if rule.portions:
        from bellbuoy.services.undo.portions import take_portions

        went = take_portions(ctx, unit, rule, first, last.id, change, _untold(first))
        return TakenBack(
            first.id, None if dry_run else change.id, first.action, first.target, first.who,
            last.is_undo, went, 0, dry_run,
        )  # fmt: skip
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

"""One change of very many incidents, made a portion at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.hurt import Hurt
from bellbuoy.services.incidents.turning import (
    SHOWN,
    decided,
    first_of,
    put_turns,
    told_of,
    upon_facts,
    watched_by,
)
from bellbuoy.services.incidents.work import How, Turn, Work
from bellbuoy.services.snapshot import one_snapshot
from core.incidents.types import Done, Moving, Refused
from storage.incidents.lives import living

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit


def planned(
    ctx: Context, found: Sequence[int], work: Work, most: int
) -> tuple[Done, list[int]]:
    """What a change of incidents, by number, would do, and which of them change; nobody
    waits for it, and it needs the memory of `most` of them."""
    ids: list[int] = []
    refused: list[Refused] = []
    first: tuple[Moving, ...] = ()
    there = 0
    with ctx.reader() as reader, one_snapshot(reader):
        for at in range(0, len(found), most):
            some = found[at : at + most]
            work.ready(reader, some)
            lives = living(reader, some)
            turns, stay = decided(ctx, lives, work)
            there += len(lives)
            ids += [turn.after.id for turn in turns]
            refused += stay
            first = (*first, *first_of(turns))[:SHOWN]
    same = there - len(ids) - len(refused)
    return Done(work.what, there, len(ids), same, first, tuple(refused)), ids


def written_in_portions(ctx: Context, ids: list[int], work: Work, how: How, most: int) -> int:
    """Make a change of incidents, in order, at most so many in one transaction; its
    number. Who has come to stand so meanwhile, or may not any more, is left alone. All
    clients are marked at the end, once. Raises UndoneError where it was stopped: then it
    left nothing."""
    from bellbuoy.services.scoring.pace import Pace
    from bellbuoy.services.stretched import HOLD_S, portions, stretched

    pace = Pace(ctx.store.open_elsewhere, min(500, most), min(50, most), most, hold_s=HOLD_S)
    real = all(number > 0 for number in ids)
    hurt, changed = Hurt(), 0
    with stretched(ctx, work.action, f"{len(ids):,} incidents") as made:
        made.open(len(ids))
        for some in portions(ids, pace, how.progress, how.cancelled):
            with (
                made.portion(len(some), partial(pace.held, len(some))) as (unit, change),
                upon_facts(ctx, unit, some, real=real),
            ):
                turns = _turns(ctx, unit, some, work)
                hurt.add_turns(unit, turns)
                _write(ctx, unit, change, work, turns)
            changed += len(turns)
        if work.goal is not None:
            with (
                made.portion(0, lambda _: None) as (unit, change),
                upon_facts(ctx, unit, [work.goal.number], real=real),
            ):
                turns = [work.goal.turn(unit, ())]
                hurt.add_turns(unit, turns)
                _write(ctx, unit, change, work, turns)
        made.close(told_of(work, changed), hurt.mark)
    return made.number


def _turns(ctx: Context, unit: Unit, some: Sequence[int], work: Work) -> list[Turn]:
    work.ready(unit, some)
    return decided(ctx, living(unit, some), work)[0]


def _write(ctx: Context, unit: Unit, change: Change, work: Work, turns: Sequence[Turn]) -> None:
    from bellbuoy.services.desk.changing import watch

    watched, numbers = watched_by(unit, turns)
    watch(change, watched)
    put_turns(ctx, unit, work, turns, numbers)

"""One change of some incidents: decided of each, then made in one step of undo.

Up to PORTION rows of them are one transaction. More are made by many, each of which holds
the lock shortly, under one change set that is in the middle meanwhile (`portioned.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.hurt import Hurt
from bellbuoy.services.incidents.selection import chosen
from bellbuoy.services.incidents.turning import (
    decided,
    first_of,
    put_turns,
    refuse_lasting,
    told_of,
    upon_facts,
    watched_by,
    with_goal,
)
from bellbuoy.services.incidents.work import How as How
from bellbuoy.services.incidents.work import Turn as Turn
from bellbuoy.services.incidents.work import Work as Work
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import moment_at
from bellbuoy.services.undone import Undone, UndoneError
from core.incidents.types import Done, IncidentSelection, Refused
from core.values.counting import counted
from core.values.errors import ConflictError
from storage.desk.selecting import named
from storage.engine.reader import Rows
from storage.health.config import current_config
from storage.incidents.lives import Living, living

if TYPE_CHECKING:
    from storage.engine.unit import Unit

PORTION = 2_000
"""Incidents that are written in one transaction, at most, and so between two looks at
whether to stop."""
FEW = 10
"""The scores of so many clients are told before and after."""


def changed_together(ctx: Context, meant: IncidentSelection, work: Work, how: How) -> Done:
    """Make a change of all that are meant. Those that may not change so are told with
    the reason; where one alone is meant, that is raised. `change` of the answer is None
    where nothing was written, also because it was stopped."""
    done: list[Done] = []
    most = max(1, PORTION // work.weight)
    goal = None if work.goal is None else work.goal.number

    def find(rows: Rows) -> list[int]:
        return [number for number in chosen(ctx, rows, meant) if number != goal]

    with Undone():
        if meant.query is None and len(meant.keys) <= most:
            _at_once(ctx, find, work, how, done)
            return done[-1]
        with ctx.reader() as reader:
            found = find(reader)
        if len(found) <= most:
            _at_once(ctx, find, work, how, done)
        else:
            _in_portions(ctx, found, work, how, done, most)
    return done[-1]


def _at_once(
    ctx: Context, find: Callable[[Rows], list[int]], work: Work, how: How, done: list[Done]
) -> None:
    """In one transaction. What is told last is what has become of it."""
    with ctx.store.unit() as unit:
        ids = find(unit)
        along = ids if work.goal is None else [*ids, work.goal.number]
        with upon_facts(ctx, unit, along, real=all(number > 0 for number in ids)):
            work.ready(unit, ids)
            found = living(unit, ids)
            _refuse_moved(found, how)
            turns, refused = decided(ctx, found, work)
            told = _told(work, found, turns, refused)
            done.append(told)
            expected(told, how)
            if turns:
                told = write_turns(ctx, unit, work, turns, told, how)
        if how.dry_run:
            done.append(replace(told, change=None))
            raise UndoneError
    done.append(told)


def _in_portions(
    ctx: Context, found: list[int], work: Work, how: How, done: list[Done], most: int
) -> None:
    """In many, of what is to change by then. What is told is what was planned."""
    from bellbuoy.services.incidents.portioned import planned, written_in_portions

    told, ids = planned(ctx, found, work, most)
    done.append(told)
    expected(told, how)
    if how.dry_run or not ids:
        return
    if len(ids) <= most:
        _at_once(ctx, lambda _: ids, work, replace(how, expect=None), done)
        done.append(replace(told, scores=done[-1].scores, change=done[-1].change))
        return
    done.append(replace(told, change=written_in_portions(ctx, ids, work, how, most)))


def expected(told: Done, how: How) -> None:
    """Raise ConflictError where another number would change than was shown."""
    if how.expect not in (None, told.changing):
        raise ConflictError(
            f"{counted(told.changing, 'incident')} would change by now,"
            f" no longer {how.expect:,}",
            "look at the preview again",
        )


def _told(
    work: Work, found: dict[int, Living], turns: Sequence[Turn], refused: Sequence[Refused]
) -> Done:
    """What a change would do. Raises ConflictError where one alone is meant, and refused."""
    if refused and len(found) == 1:
        raise ConflictError(
            f"{refused[0].key} stays: {refused[0].reason}", "bellbuoy incident show tells"
        )
    return Done(
        what=work.what,
        found=len(found),
        changing=len(turns),
        same=len(found) - len(turns) - len(refused),
        first=first_of(turns),
        refused=tuple(refused),
    )


def _refuse_moved(found: dict[int, Living], how: How) -> None:
    for each in found.values():
        if how.rev is not None and each.rev != how.rev:
            raise ConflictError(
                f"{each.key} was changed meanwhile", f"bellbuoy incident show {each.key}"
            )


def write_turns(
    ctx: Context, unit: Unit, work: Work, turns: Sequence[Turn], told: Done, how: How
) -> Done:
    """Write what was decided, as a change set: rows, clocks, steps, links, counters,
    marks; the scores of few clients before and after."""
    from bellbuoy.services.desk.changing import changing

    refuse_lasting(work, turns)
    many = len(turns)
    target = turns[0].after.key if many == 1 else f"{many:,} incidents"
    turns = with_goal(unit, work, turns)
    watched, numbers = watched_by(unit, turns)
    hurt = Hurt()
    hurt.add_turns(unit, turns)
    before = scores_now(ctx, unit, hurt.clients)
    with changing(ctx, unit, work.action, target, watched, told_of(work, many)) as change:
        at = 0
        for first in range(0, len(turns), PORTION):
            if how.cancelled():
                raise UndoneError
            how.progress(first, len(turns))
            some = turns[first : first + PORTION]
            steps = sum(len(turn.steps) for turn in some)
            put_turns(ctx, unit, work, some, numbers[at : at + steps])
            at += steps
        how.progress(len(turns), len(turns))
    hurt.mark(unit)
    after = scores_now(ctx, unit, hurt.clients)
    moved = tuple(
        (key, before[number][1], after[number][1])
        for number, (key, _) in before.items()
        if number in after
    )
    return replace(told, change=change.id, scores=moved)


def scores_now(
    ctx: Context, rows: Rows, clients: Iterable[int]
) -> dict[int, tuple[str, int | None]]:
    """Client to (public id, health as it would be computed now); of many: nothing."""
    some = sorted(clients)
    if not some or len(some) > FEW:
        return {}
    moment = moment_at(ctx.present, ctx.zone)
    names = named(rows, some)
    return {
        each.id: (names[each.id][0], each.health.score)
        for each in standings_at(rows, some, moment, current_config(rows))
    }

"""One change of some incidents: decided of each, then made in one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.selection import chosen
from bellbuoy.services.scoring.apart import apart_from_runs
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import Cancelled, Progress, moment_at, never, silent
from bellbuoy.services.undone import Undone, UndoneError
from core.incidents.types import Done, IncidentSelection, Moving, Refused
from core.values.errors import ConflictError
from core.values.instants import local_day, to_micros
from storage.desk.selecting import named
from storage.engine.reader import Rows
from storage.health.config import current_config
from storage.incidents.lives import MOVED, Living, living

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.audit.writes import Change
    from storage.engine.unit import Unit
    from storage.incidents.acting import Links, NewStep

PORTION = 5_000
"""Incidents that are written between two looks at whether to stop."""
_LASTING = ("incident.link", "incident.merge")
"""Changes that tie incidents, or clients, together."""
SHOWN = 20
FEW = 10
"""The scores of so many clients are told before and after."""


@dataclass(frozen=True, slots=True)
class How:
    """`dry_run`: nothing is kept. `expect`: how many were shown to change; another
    number is a conflict. `rev`: the revision that one incident was seen at."""

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
class Work:
    """What a change does. `turn` says what becomes of an incident at a moment; None: it
    stands so already; it raises ConflictError for one that may not. `own_status` and
    `own_severity`: a person's word, which imports leave alone from then on."""

    action: str
    what: str
    turn: Callable[[Living, int], Turn | None]
    own_status: bool = False
    own_severity: bool = False


def changed_together(ctx: Context, meant: IncidentSelection, work: Work, how: How) -> Done:
    """Make a change of all that are meant. Those that may not change so are told with
    the reason; where one alone is meant, that is raised."""
    done: list[Done] = []
    with Undone(), ctx.store.unit() as unit:
        ids = chosen(ctx, unit, meant)
        with _upon_facts(ctx, unit, ids):
            told = _changed(ctx, unit, meant, living(unit, ids), work, how)
        done.append(told)
        if how.dry_run:
            done[-1] = replace(told, change=None)
            raise UndoneError
    return done[-1]


def _upon_facts(ctx: Context, unit: Unit, ids: Sequence[int]) -> AbstractContextManager[None]:
    """Incidents that a simulation has changed are changed as they are without it; the
    incidents of a simulation itself as they are."""
    facts = ids if all(number > 0 for number in ids) else []
    return apart_from_runs(unit, "incident", facts, local_day(ctx.present, ctx.zone))


def _changed(
    ctx: Context,
    unit: Unit,
    meant: IncidentSelection,
    found: dict[int, Living],
    work: Work,
    how: How,
) -> Done:
    _refuse_moved(meant, found, how)
    turns, refused = _decided(ctx, found, work)
    if refused and len(found) == 1:
        raise ConflictError(
            f"{refused[0].key} stays: {refused[0].reason}", "bellbuoy incident show tells"
        )
    if how.expect not in (None, len(turns)):
        raise ConflictError(
            f"{len(turns):,} incidents would change by now, no longer {how.expect:,}",
            "look at the preview again",
        )
    told = Done(
        what=work.what,
        found=len(found),
        changing=len(turns),
        same=len(found) - len(turns) - len(refused),
        first=tuple(Moving(t.after.key, t.after.title, t.now, t.then) for t in turns[:SHOWN]),
        refused=tuple(refused),
    )
    return write_turns(ctx, unit, work, turns, told, how) if turns else told


def refuse_simulated(numbers: Iterable[int]) -> None:
    """Raise ConflictError where an incident is a simulation's: nothing that stays when it
    goes may hang on it."""
    if any(number < 0 for number in numbers):
        raise ConflictError(
            "a simulated incident hurts its own client alone, and goes with its run",
            "bellbuoy incident add writes a real one down",
        )


def _refuse_moved(meant: IncidentSelection, found: dict[int, Living], how: How) -> None:
    for each in found.values():
        if how.rev is not None and each.rev != how.rev:
            raise ConflictError(
                f"{each.key} was changed meanwhile", f"bellbuoy incident show {each.key}"
            )


def _decided(
    ctx: Context, found: dict[int, Living], work: Work
) -> tuple[list[Turn], list[Refused]]:
    now_us = to_micros(ctx.present)
    turns: list[Turn] = []
    refused: list[Refused] = []
    for each in found.values():
        try:
            turn = work.turn(each, now_us)
        except ConflictError as fault:
            refused.append(Refused(each.key, fault.message))
            continue
        if turn is not None:
            turns.append(turn)
    return turns, refused


def write_turns(
    ctx: Context, unit: Unit, work: Work, turns: Sequence[Turn], told: Done, how: How
) -> Done:
    """Write what was decided: rows, clocks, steps, links, counters, marks; the scores of
    few clients before and after."""
    from storage.incidents.acting import put_links, put_living, put_steps

    ids = [turn.after.id for turn in turns]
    if work.action in _LASTING:
        refuse_simulated(ids)
    with _kept(ctx, unit, work, turns) as (change, numbers), hurting(unit, turns) as hurt:
        before = scores_now(ctx, unit, hurt)
        at = 0
        for first in range(0, len(turns), PORTION):
            if how.cancelled():
                raise UndoneError
            how.progress(first, len(turns))
            some = turns[first : first + PORTION]
            put_living(
                unit,
                [(turn.before, turn.after) for turn in some],
                own_status=work.own_status,
                own_severity=work.own_severity,
            )
            for turn in some:
                put_links(unit, turn.links, to_micros(ctx.present), ctx.viewer.name)
            steps = [step for turn in some for step in turn.steps]
            put_steps(unit, numbers[at : at + len(steps)], steps, ctx.viewer.name)
            at += len(steps)
        how.progress(len(ids), len(ids))
    after = scores_now(ctx, unit, hurt)
    moved = tuple(
        (key, before[number][1], after[number][1])
        for number, (key, _) in before.items()
        if number in after
    )
    return replace(told, change=change.id, scores=moved)


@contextmanager
def _kept(
    ctx: Context, unit: Unit, work: Work, turns: Sequence[Turn]
) -> Iterator[tuple[Change, range]]:
    """The change set around it, with everything that is written; numbers for steps."""
    from bellbuoy.services.desk.changing import changing
    from storage.desk.writes import next_numbers
    from storage.incidents.acting import link_key, touched_spans

    ids = [turn.after.id for turn in turns]
    numbers = next_numbers(unit, "incident_step", sum(len(turn.steps) for turn in turns))
    links = [link_key(*pair) for turn in turns for pair in (*turn.links.new, *turn.links.gone)]
    watched: Watched = {
        "incident": (ids, MOVED),
        "incident_still": (touched_spans((t.before, t.after) for t in turns), ()),
        "incident_client": (links, ()),
        "incident_step": (numbers, ()),
    }
    target = turns[0].after.key if len(turns) == 1 else f"{len(turns):,} incidents"
    summary = {"what": work.what, "incidents": len(turns)}
    with changing(ctx, unit, work.action, target, watched, summary) as change:
        yield change, numbers


@contextmanager
def hurting(unit: Unit, turns: Sequence[Turn]) -> Iterator[list[int]]:
    """The counters of open incidents follow, and the clients that are hurt, before or
    after, are marked; days that are over too, where they look different."""
    from storage.health.marks import drop_past_views, mark_changed, mark_history
    from storage.health.unresolved import following_unresolved
    from storage.incidents.acting import hurt_by

    ids = [turn.after.id for turn in turns]
    hurt = sorted(
        hurt_by(unit, ids) | {client for turn in turns for _, client in turn.links.new}
    )
    with following_unresolved(unit, ids):
        yield hurt
    mark_changed(unit, hurt, "incident")
    past = [turn for turn in turns if turn.past]
    if past:
        numbers = [turn.after.id for turn in past]
        clients = hurt_by(unit, numbers)
        clients |= {client for turn in past for _, client in turn.links.gone}
        mark_history(unit, clients)
    drop_past_views(
        unit, min(t.after.life.opened if t.past else t.after.life.latest for t in turns)
    )


def scores_now(
    ctx: Context, rows: Rows, clients: Sequence[int]
) -> dict[int, tuple[str, int | None]]:
    """Client to (public id, health as it would be computed now); of many: nothing."""
    if not clients or len(clients) > FEW:
        return {}
    moment = moment_at(ctx.present, ctx.zone)
    names = named(rows, clients)
    return {
        each.id: (names[each.id][0], each.health.score)
        for each in standings_at(rows, clients, moment, current_config(rows))
    }

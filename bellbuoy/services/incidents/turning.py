"""What becomes of some incidents: decided of each, and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.work import Turn, Work
from bellbuoy.services.scoring.apart import apart_from_runs
from core.incidents.types import Moving, Refused
from core.values.errors import ConflictError
from core.values.instants import local_day, to_micros
from storage.incidents.lives import MOVED, Living

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

_LASTING = ("incident.link", "incident.merge")
"""Changes that tie incidents, or clients, together."""
SHOWN = 20


def upon_facts(
    ctx: Context, unit: Unit, ids: Sequence[int], *, real: bool
) -> AbstractContextManager[None]:
    """Incidents that a simulation has changed are changed as they are without it; the
    incidents of a simulation itself, and what is changed with them, as they are."""
    return apart_from_runs(
        unit, "incident", ids if real else [], local_day(ctx.present, ctx.zone)
    )


def with_goal(unit: Unit, work: Work, turns: Sequence[Turn]) -> Sequence[Turn]:
    """Turns, and what becomes of the incident that they put others into."""
    if work.goal is None:
        return turns
    return [*turns, work.goal.turn(unit, turns)]


def decided(
    ctx: Context, found: dict[int, Living], work: Work
) -> tuple[list[Turn], list[Refused]]:
    """What becomes of incidents, and which of them may not change so."""
    now_us = to_micros(ctx.present)
    turns: list[Turn] = []
    refused: list[Refused] = []
    for each in found.values():
        try:
            turn = work.turn(each, now_us)
        except ConflictError as fault:
            if work.goal is not None:
                raise
            refused.append(Refused(each.key, fault.message))
            continue
        if turn is not None:
            turns.append(turn)
    refuse_lasting(work, turns)
    return turns, refused


def first_of(turns: Sequence[Turn]) -> tuple[Moving, ...]:
    """Some of them, in words."""
    return tuple(Moving(t.after.key, t.after.title, t.now, t.then) for t in turns[:SHOWN])


def refuse_lasting(work: Work, turns: Sequence[Turn]) -> None:
    """Raise ConflictError where a change would tie something to a simulated incident."""
    if work.action in _LASTING:
        refuse_simulated(turn.after.id for turn in turns)


def refuse_simulated(numbers: Iterable[int]) -> None:
    """Raise ConflictError where an incident is a simulation's: nothing that stays when it
    goes may hang on it."""
    if any(number < 0 for number in numbers):
        raise ConflictError(
            "a simulated incident hurts its own client alone, and goes with its run",
            "bellbuoy incident add writes a real one down",
        )


def told_of(work: Work, incidents: int) -> dict[str, str | int]:
    """What the change set says of itself."""
    return {"what": work.what, "incidents": incidents}


def watched_by(unit: Unit, turns: Sequence[Turn]) -> tuple[Watched, range]:
    """The rows that turns write, and numbers for their steps."""
    from storage.desk.writes import next_numbers
    from storage.incidents.acting import link_key, touched_spans

    ids = [turn.after.id for turn in turns]
    numbers = next_numbers(unit, "incident_step", sum(len(turn.steps) for turn in turns))
    links = [link_key(*pair) for turn in turns for pair in (*turn.links.new, *turn.links.gone)]
    return {
        "incident": (ids, MOVED),
        "incident_still": (touched_spans((t.before, t.after) for t in turns), ()),
        "incident_client": (links, ()),
        "incident_step": (numbers, ()),
    }, numbers


def put_turns(
    ctx: Context, unit: Unit, work: Work, turns: Sequence[Turn], numbers: Sequence[int]
) -> None:
    """Write rows, clocks, links, and steps under these numbers; the counters follow."""
    from storage.health.unresolved import following_unresolved
    from storage.incidents.acting import Links, put_links, put_living, put_steps

    with following_unresolved(unit, [turn.after.id for turn in turns]):
        put_living(
            unit,
            [(turn.before, turn.after) for turn in turns],
            own_status=work.own_status,
            own_severity=work.own_severity,
        )
    links = Links(
        [pair for turn in turns for pair in turn.links.new],
        [pair for turn in turns for pair in turn.links.gone],
    )
    put_links(unit, links, to_micros(ctx.present), ctx.viewer.name)
    put_steps(unit, numbers, [step for turn in turns for step in turn.steps], ctx.viewer.name)

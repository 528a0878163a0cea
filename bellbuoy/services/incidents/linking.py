"""Whom an incident hurts, and which incidents belong together: links to clients, the
problem behind incidents, and merges. Each is one change that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen as clients_chosen
from bellbuoy.services.incidents.changing import (
    How,
    Turn,
    Work,
    changed_together,
    write_turns,
)
from bellbuoy.services.incidents.selection import chosen, number_meant
from bellbuoy.services.incidents.turning import refuse_simulated
from bellbuoy.services.undone import Undone, UndoneError
from core.desk.types import Selection
from core.incidents.life import moved
from core.incidents.types import Done, IncidentSelection, Moving, StepKind
from core.values.errors import ConflictError, UsageError
from core.values.instants import to_micros
from storage.desk.selecting import keys_of
from storage.engine.reader import Rows
from storage.incidents.acting import Links, NewStep, linked_to
from storage.incidents.lives import Living, living

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_PLAIN = How()
_NAMED = 20
"""So many clients are named in a step; of more it counts them."""


@service("incident:link", writes=True)
def link(
    ctx: Context,
    meant: IncidentSelection,
    clients: Selection,
    *,
    take_away: bool = False,
    how: How = _PLAIN,
) -> Done:
    """Say that incidents hurt more clients, or (`take_away`) that they do not after all.
    A linked incident is one of the client's incidents, from its opening on. Raises
    ConflictError where the first client of an incident would go."""
    with ctx.reader() as reader:
        wanted = clients_chosen(ctx, reader, clients)
        names = dict(zip(wanted, keys_of(reader, wanted), strict=True))
    stands: dict[int, list[int]] = {}

    def ready(rows: Rows, ids: Sequence[int]) -> None:
        stands.clear()
        stands.update(linked_to(rows, ids))

    def turn(found: Living, now_us: int) -> Turn | None:
        linked = set(stands.get(found.id, ()))
        if take_away:
            if found.client in names:
                raise ConflictError(
                    f"{names[found.client]} is the client that it was reported for"
                )
            some = [each for each in wanted if each in linked]
        else:
            some = [each for each in wanted if each not in linked | {found.client}]
        if not some:
            return None
        pairs = [(found.id, each) for each in some]
        links = Links((), pairs) if take_away else Links(pairs)
        many = found.linked + (-len(some) if take_away else len(some))
        told = ", ".join(names[each] for each in some[:_NAMED])
        if len(some) > _NAMED:
            told += f" and {len(some) - _NAMED:,} more"
        what = {"clients": (told, None) if take_away else (None, told)}
        kind: StepKind = "unlinked" if take_away else "linked"
        step = NewStep(found.id, max(now_us, found.life.latest), kind, "", what)
        now, then = f"clients: {found.linked + 1}", f"clients: {many + 1}"
        return Turn(found, found._replace(linked=many), now, then, (step,), links, past=True)

    word = "unlink" if take_away else "link"
    work = Work("incident.link", word, turn, ready=ready, weight=max(1, len(wanted)))
    return changed_together(ctx, meant, work, how)


@service("incident:link", writes=True)
def set_parent(
    ctx: Context, meant: IncidentSelection, parent: str | None, *, how: How = _PLAIN
) -> Done:
    """Name the problem that incidents come of, itself an incident; None: none. Raises
    ConflictError for one that would lie below itself."""
    with ctx.reader() as reader:
        above = None if parent is None else number_meant(ctx, reader, parent)
        line = _above(reader, above)
    refuse_simulated([] if above is None else [above])

    def turn(found: Living, now_us: int) -> Turn | None:
        if found.parent == above:
            return None
        if found.id in line:
            raise ConflictError("it would lie below itself")
        what = {"parent": (None, parent) if parent else ("", None)}
        step = NewStep(found.id, max(now_us, found.life.latest), "parent", "", what)
        after = found._replace(parent=above)
        return Turn(found, after, "", parent or "no parent", (step,), Links())

    return changed_together(ctx, meant, Work("incident.link", "parent", turn), how)


def _above(rows: Rows, number: int | None) -> set[int]:
    """An incident and all that it lies below."""
    found: set[int] = set()
    while number is not None and number not in found:
        found.add(number)
        number = living(rows, [number])[number].parent
    return found


@service("incident:merge", writes=True)
def merge(ctx: Context, meant: IncidentSelection, into: str, *, how: How = _PLAIN) -> Done:
    """Put incidents into the one that they repeat: they are resolved as duplicates of it
    and closed, and it hurts their clients from now on. One that is in it already stays.

    All or nothing, in one change; a query that finds no other changes nothing, so that it
    may be asked again. Raises ConflictError for one that is merged already elsewhere, and
    where the other one is over or is a duplicate itself; UsageError for the other alone.
    """
    done: list[Done] = []
    with Undone(), ctx.store.unit() as unit:
        number = number_meant(ctx, unit, into)
        goal = living(unit, [number])[number]
        found = living(unit, [n for n in chosen(ctx, unit, meant) if n != number])
        if not found and meant.query is None:
            raise UsageError("nothing to merge into it", f"bellbuoy incident merge ID {into}")
        _refuse(goal, found.values())
        fresh = [each for each in found.values() if each.life.duplicate_of != number]
        shown = tuple(
            Moving(each.key, each.title, each.life.status, "closed, duplicate")
            for each in fresh[:20]
        )
        same = len(found) - len(fresh)
        told = Done(f"merge into {goal.key}", len(found), len(fresh), same, shown, ())
        if how.expect not in (None, len(fresh)):
            raise ConflictError("other incidents would be merged by now", "look again")
        if fresh:
            turns = _merged(ctx, unit, goal, fresh)
            work = Work("incident.merge", told.what, lambda *_: None, own_status=True)
            told = write_turns(ctx, unit, work, turns, told, how)
        done.append(told)
        if how.dry_run:
            done[-1] = replace(told, change=None)
            raise UndoneError
    return done[-1]


def _refuse(goal: Living, found: Iterable[Living]) -> None:
    if goal.life.status in ("resolved", "closed"):
        raise ConflictError(
            f"{goal.key} is {goal.life.status}: nothing is merged into it", "reopen it first"
        )
    for each in found:
        if each.life.duplicate_of not in (None, goal.id):
            raise ConflictError(f"{each.key} repeats another one already", "reopen it first")


def _merged(ctx: Context, unit: Unit, goal: Living, fresh: Sequence[Living]) -> list[Turn]:
    now_us = to_micros(ctx.present)
    links = linked_to(unit, [goal.id, *(each.id for each in fresh)])
    there = {goal.client, *links.get(goal.id, ())}
    new: dict[int, None] = {}
    turns, steps = [], []
    for each in fresh:
        life = moved(each.life, "resolve", now_us, "duplicate", goal.id)
        life = moved(life, "close", now_us)
        what = {"duplicate_of": (None, goal.key), "status": (each.life.status, life.status)}
        step = NewStep(each.id, life.latest, "merged", "", what)
        turns.append(
            Turn(each, each._replace(life=life), each.life.status, "closed, duplicate",
                 (step,), Links(), past=True)
        )  # fmt: skip
        for client in (each.client, *links.get(each.id, ())):
            if client not in there:
                new[client] = None
        told = {"incident": (None, each.key)}
        steps.append(NewStep(goal.id, max(now_us, goal.life.latest), "absorbed", "", told))
    pairs = [(goal.id, client) for client in new]
    after = goal._replace(linked=goal.linked + len(new))
    turns.append(Turn(goal, after, "", "", tuple(steps), Links(pairs), past=True))
    return turns

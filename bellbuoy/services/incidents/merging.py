"""Merges: incidents that repeat one of them, put into it. One change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.changing import How, changed_together
from bellbuoy.services.incidents.selection import chosen, number_meant
from bellbuoy.services.incidents.turning import refuse_simulated
from bellbuoy.services.incidents.work import Goal, Turn, Work
from core.incidents.life import moved
from core.incidents.types import Done, IncidentSelection
from core.values.errors import ConflictError, UsageError
from storage.engine.reader import Rows
from storage.incidents.acting import Links, NewStep, linked_among, linked_to
from storage.incidents.lives import Living, living

_PLAIN = How()


@service("incident:merge", writes=True)
def merge(ctx: Context, meant: IncidentSelection, into: str, *, how: How = _PLAIN) -> Done:
    """Put incidents into the one that they repeat: they are resolved as duplicates of it
    and closed, and it hurts their clients from now on. One that is in it already stays.

    All or nothing, in one change; a query that finds no other changes nothing, so that it
    may be asked again. Raises ConflictError for one that is merged already elsewhere, and
    where the other one is over or is a duplicate itself; UsageError for the other alone.
    """
    with ctx.reader() as reader:
        number = number_meant(ctx, reader, into)
        if meant.query is None and set(chosen(ctx, reader, meant)) <= {number}:
            raise UsageError("nothing to merge into it", f"bellbuoy incident merge ID {into}")
        key = living(reader, [number])[number].key
    refuse_simulated([number])
    merged = _Merged(number)
    work = Work(
        "incident.merge",
        f"merge into {key}",
        merged.turn,
        own_status=True,
        ready=merged.ready,
        goal=Goal(number, merged.last),
    )
    return changed_together(ctx, meant, work, how)


def _goal(rows: Rows, number: int) -> Living:
    """The one that others are put into. Raises ConflictError where none may be."""
    found = living(rows, [number]).get(number)
    if found is None:
        raise ConflictError("the incident to merge into is gone", "look again")
    if found.life.status in ("resolved", "closed"):
        raise ConflictError(
            f"{found.key} is {found.life.status}: nothing is merged into it", "reopen it first"
        )
    return found


@dataclass(slots=True)
class _Merged:
    """What becomes of incidents that are put into another one. Of those that are written
    together it knows the clients, and which of them the other one hurts by then."""

    number: int
    goal: Living | None = None
    links: dict[int, list[int]] = field(default_factory=dict)
    hurt: set[int] = field(default_factory=set)

    def ready(self, rows: Rows, ids: Sequence[int]) -> None:
        self.goal = _goal(rows, self.number)
        self.links = linked_to(rows, ids)
        self.hurt = {self.goal.client, *linked_among(rows, self.number, ids)}

    def turn(self, found: Living, now_us: int) -> Turn | None:
        goal = self.goal
        assert goal is not None
        if found.life.duplicate_of == self.number:
            return None
        if found.life.duplicate_of is not None:
            raise ConflictError(f"{found.key} repeats another one already", "reopen it first")
        life = moved(found.life, "resolve", now_us, "duplicate", self.number)
        life = moved(life, "close", now_us)
        what = {"duplicate_of": (None, goal.key), "status": (found.life.status, life.status)}
        absorbed = {"incident": (None, found.key)}
        steps = (
            NewStep(found.id, life.latest, "merged", "", what),
            NewStep(goal.id, max(now_us, goal.life.latest), "absorbed", "", absorbed),
        )
        clients = dict.fromkeys((found.client, *self.links.get(found.id, ())))
        new = [(goal.id, client) for client in clients if client not in self.hurt]
        self.hurt.update(clients)
        return Turn(
            found, found._replace(life=life), found.life.status, "closed, duplicate",
            steps, Links(new), past=True,
        )  # fmt: skip

    def last(self, rows: Rows, turns: Sequence[Turn]) -> Turn:
        """It hurts all clients that are linked to it, and that turns link to it."""
        goal = _goal(rows, self.number)
        linked = len(linked_to(rows, [goal.id]).get(goal.id, ()))
        linked += sum(len(turn.links.new) for turn in turns)
        return Turn(goal, goal._replace(linked=linked), "", "", (), Links(), past=True)

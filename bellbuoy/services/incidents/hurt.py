"""Whom a change of incidents concerns, and that they are computed anew for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.incidents.acting import hurt_by

if TYPE_CHECKING:
    from bellbuoy.services.incidents.work import Turn
    from storage.engine.unit import Unit


@dataclass(slots=True)
class Hurt:
    """Clients whose score may differ, those of whom days that are over may, and the first
    moment (microseconds) at which something does. Gathered over all that a change does,
    and marked once: then each is computed once, however often it is met."""

    clients: set[int] = field(default_factory=set)
    past: set[int] = field(default_factory=set)
    since: int | None = None

    def add(self, clients: Collection[int], past: Collection[int], since: int) -> None:
        self.clients |= set(clients)
        self.past |= set(past)
        self.since = since if self.since is None else min(self.since, since)

    def add_turns(self, unit: Unit, turns: Sequence[Turn]) -> None:
        """Whom turns concern; before they are written, since whom a link goes from then
        on concerns is not told by the store afterwards."""
        if not turns:
            return
        past = [turn for turn in turns if turn.past]
        linked = {client for turn in turns for _, client in turn.links.new}
        linked_past = {c for turn in past for _, c in (*turn.links.new, *turn.links.gone)}
        self.add(
            hurt_by(unit, [turn.after.id for turn in turns]) | linked,
            (hurt_by(unit, [turn.after.id for turn in past]) if past else set()) | linked_past,
            min(t.after.life.opened if t.past else t.after.life.latest for t in turns),
        )

    def mark(self, unit: Unit) -> None:
        """They are to be computed."""
        from storage.health.marks import drop_past_views, mark_changed, mark_history

        if self.clients:
            mark_changed(unit, self.clients, "incident")
        if self.past:
            mark_history(unit, self.past)
        if self.since is not None:
            drop_past_views(unit, self.since)

"""What sources tell of incidents beside their state, into the store."""

from __future__ import annotations

from collections.abc import Mapping

from core.events.types import IncidentFact
from core.values.instants import to_micros
from storage.engine.unit import Unit
from storage.incidents.components import put_components
from storage.incidents.records import (
    Stated,
    UpdateRow,
    put_planned,
    put_stated,
    put_updates,
)


def put_beside(unit: Unit, facts: Mapping[int, IncidentFact], known: set[int]) -> None:
    """Components, updates, statements and the mark of maintenance, by the number of the
    incident; `known` are those that were there before, of which what was said is replaced."""
    some = {n: fact for n, fact in facts.items() if n in known or _says_more(fact)}
    if not some:
        return
    put_components(unit, {n: fact.components for n, fact in some.items()})
    put_updates(unit, {n: _updates(fact) for n, fact in some.items()})
    put_stated(unit, {n: stated_of(fact) for n, fact in some.items()})
    put_planned(unit, {n: fact.planned for n, fact in some.items()})


def _says_more(fact: IncidentFact) -> bool:
    return bool(fact.components or fact.updates or fact.planned) or stated_of(fact) != Stated(
        None, None, None, 0
    )


def stated_of(fact: IncidentFact, *, end_unsaid: bool = False) -> Stated:
    """An outage from opening to resolution is not told twice."""
    usual = (fact.opened, fact.resolved)
    down = (fact.down_from or fact.opened, fact.down_until or fact.resolved)
    since, until = (None, None) if down == usual else down
    met = None if fact.sla_met is None else int(fact.sla_met)
    return Stated(
        None if since is None else to_micros(since),
        None if until is None else to_micros(until),
        met,
        int(end_unsaid),
    )


def _updates(fact: IncidentFact) -> list[UpdateRow]:
    return [
        UpdateRow(to_micros(each.at), n, each.status, each.said, each.words)
        for n, each in enumerate(fact.updates)
    ]

"""Lines of the logs of incidents into the store: each incident is rebuilt from all of its
lines, those that came before and those that come now.

A line is known by its incident, its moment and its step; the same line again changes
nothing, another one in its place is a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    conflict,
    unknown_client,
)
from bellbuoy.services.importing.incident_records import stated_of
from bellbuoy.services.importing.incidents import store_incidents
from core.events.types import IncidentFact, IncidentLogFact
from core.incidents.log import LogLine, Rebuilt, rebuilt
from core.incidents.types import OPEN_STATUSES, Status
from core.values.errors import RowError
from core.values.instants import from_micros, to_micros
from storage.clients.identity import digests, stored_values
from storage.incidents.log import put_rebuilt
from storage.incidents.records import Stated, UpdateRow, put_stated, put_updates, updates_of

_KEPT = ("title", "severity", "opened_us", "resolved_us", "closed_us", "resolution", "impact")


@dataclass(slots=True)
class _Case:
    """One incident: its number (None for a new one), the lines that are stored and those
    that are new, by moment and step, and the newest of the new facts."""

    number: int | None
    stored: dict[tuple[int, int], UpdateRow]
    fresh: dict[tuple[int, int], IncidentLogFact] = field(default_factory=dict)

    def judge(self, fact: IncidentLogFact) -> Verdict:
        place = (to_micros(fact.at), fact.step)
        row = _row(fact)
        before = self.stored.get(place)
        if before is None and place in self.fresh:
            before = _row(self.fresh[place])
        if before is not None:
            same = before == row
            return UNCHANGED if same else conflict("a line of incident", fact.external_id)
        self.fresh[place] = fact
        return STORED

    @property
    def rows(self) -> list[UpdateRow]:
        new = {place: _row(fact) for place, fact in self.fresh.items()}
        return [row for _, row in sorted({**self.stored, **new}.items())]

    @property
    def newest(self) -> IncidentLogFact:
        """The last of the new lines."""
        return self.fresh[max(self.fresh)]

    @property
    def is_last(self) -> bool:
        """Whether the last of all lines is a new one: it then says how things stand."""
        return not self.stored or max(self.fresh) > max(self.stored)


def store_incident_log(write: Write, facts: Sequence[IncidentLogFact]) -> list[Verdict]:
    """Each line's verdict; incidents with new lines are made, or made anew."""
    unit, source = write.unit, write.batch.source
    ids = list(dict.fromkeys(fact.external_id for fact in facts))
    numbers = {each: found[0] for each, found in digests(unit, "incident", source, ids).items()}
    said = updates_of(unit, sorted(numbers.values()))
    cases = {each: _case(numbers.get(each), said) for each in ids}
    clients = write.clients_of([fact.client for fact in facts])
    verdicts: list[Verdict] = [
        unknown_client(write, fact.client)
        if who is None
        else cases[fact.external_id].judge(fact)
        for fact, who in zip(facts, clients, strict=True)
    ]
    changed = {each: case for each, case in cases.items() if case.fresh}
    refused = _store(write, changed) if changed else {}
    return [
        refused.get(fact.external_id, verdict) if verdict == STORED else verdict
        for fact, verdict in zip(facts, verdicts, strict=True)
    ]


def _case(number: int | None, said: Mapping[int, Sequence[UpdateRow]]) -> _Case:
    rows = said.get(number, ()) if number is not None else ()
    return _Case(number, {(row.at_us, row.n): row for row in rows})


def _store(write: Write, cases: Mapping[str, _Case]) -> dict[str, RowError]:
    """Rebuild and store; the incidents that were refused, and why."""
    unit = write.unit
    late = [case.number for case in cases.values() if case.number and not case.is_last]
    kept = stored_values(unit, "incident", late, _KEPT) if late else {}
    lives: dict[str, Rebuilt] = {}
    facts: dict[str, IncidentFact] = {}
    for each, case in cases.items():
        before = None if case.is_last else kept.get(case.number or 0)
        opened = before["opened_us"] if before else to_micros(case.newest.opened)
        lives[each] = rebuilt(opened, [_line(row) for row in case.rows])
        facts[each] = _fact(case, lives[each], before)
    verdicts = store_incidents(write, list(facts.values()), again=True)
    refused = {
        each: verdict
        for each, verdict in zip(facts, verdicts, strict=True)
        if isinstance(verdict, RowError)
    }
    found = digests(unit, "incident", write.batch.source, list(facts))
    numbers = {each: found[each][0] for each in facts if each not in refused}
    put_updates(unit, {n: cases[each].rows for each, n in numbers.items()})
    put_stated(
        unit, {n: _stated(write, cases[each], facts[each]) for each, n in numbers.items()}
    )
    put_rebuilt(unit, {n: _counted(cases[each], lives[each]) for each, n in numbers.items()})
    moments = [at for each in numbers for at, _ in cases[each].fresh]
    write.batch.reached_all(write.batch.days_of(moments))
    return refused


def _counted(case: _Case, life: Rebuilt) -> Rebuilt:
    """The source's own count of openings stands above that of its lines, whose times are
    not always right."""
    told = case.newest.reopened if case.is_last else None
    return life if told is None else replace(life, reopened=told)


def _fact(case: _Case, life: Rebuilt, before: Mapping[str, Any] | None) -> IncidentFact:
    """The incident as its last line has it, with the times that all lines tell."""
    last = case.newest
    told = (last.resolved, last.closed) if before is None else _told(case, before)
    over = life.status not in OPEN_STATUSES
    resolved = (told[0] or _at(life.resolved)) if over else None
    closed = (told[1] or _at(life.closed)) if over and life.closed is not None else None
    if resolved is not None and closed is not None:
        closed = max(resolved, closed)
    answered = _at(life.acknowledged)
    if answered is not None and resolved is not None:
        answered = min(answered, resolved)
    words = before or {name: getattr(last, name) for name in ("title", "severity", "impact")}
    resolution = before["resolution"] if before else last.resolution
    return IncidentFact(
        last.external_id, last.client, words["title"], words["severity"], life.status,
        from_micros(before["opened_us"]) if before else last.opened, answered, resolved,
        closed, resolution if over else None, words["impact"], last.components,
        sla_met=last.sla_met,
    )  # fmt: skip


def _stated(write: Write, case: _Case, fact: IncidentFact) -> Stated:
    """A source that has a time of resolution and leaves it out does not know it."""
    unsaid = (
        write.batch.tells_end
        and fact.resolved is not None
        and case.is_last
        and case.newest.resolved is None
    )
    return stated_of(fact, end_unsaid=unsaid)


def _told(case: _Case, before: Mapping[str, Any]) -> tuple[Any, Any]:
    """The ends that the stored last line told by itself: those that do not follow from
    the lines that were there."""
    life = rebuilt(before["opened_us"], [_line(row) for row in case.stored.values()])
    resolved, closed = before["resolved_us"], before["closed_us"]
    return (
        None if resolved == life.resolved else _at(resolved),
        None if closed == life.closed else _at(closed),
    )


def _at(micros: int | None) -> Any:
    return None if micros is None else from_micros(micros)


def _row(fact: IncidentLogFact) -> UpdateRow:
    said = fact.said or fact.status
    return UpdateRow(to_micros(fact.at), fact.step, fact.status, said, fact.words or "")


def _line(row: UpdateRow) -> LogLine:
    return LogLine(row.at_us, row.n, cast("Status", row.status or "open"))

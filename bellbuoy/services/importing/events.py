"""Event facts (increments) into the store, with their rollup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    conflict,
    unknown_client,
)
from bellbuoy.services.importing.closed import closed_day, closed_until
from core.events.columns import EventColumns
from core.events.types import EventFact
from storage.clients.identity import next_id
from storage.events.growth import Grown, Growth, places_of
from storage.events.increments import Content, NewEvents, insert_events, stored_events
from storage.events.reads import MEASURES
from storage.events.rollup import roll_up
from storage.events.totals import stated_totals
from storage.health.marks import drop_past_views, mark_changed, mark_history


class _Rows(NamedTuple):
    """Events of known clients, their local days, and where each stood in the batch."""

    at: Sequence[int]
    told: EventColumns
    clients: list[int]
    days: list[int]

    def picked(self, places: Sequence[int]) -> _Rows:
        told = self.told.picked(places)
        assert isinstance(told, EventColumns)
        return _Rows(
            [self.at[n] for n in places],
            told,
            [self.clients[n] for n in places],
            [self.days[n] for n in places],
        )

    def without(self, external_ids: dict[str, Content]) -> _Rows:
        """Those with other ids."""
        ids = self.told.external_ids
        return self.picked([n for n, each in enumerate(ids) if each not in external_ids])

    def contents(self) -> Iterator[Content]:
        """What makes two events of one id the same."""
        told = self.told
        columns = (self.clients, told.at_us, told.kinds, told.values, told.payloads)
        return zip(*columns, strict=True)


def store_events(write: Write, facts: Sequence[EventFact]) -> list[Verdict]:
    """Each event counts once, by its id; another content under that id is a conflict."""
    told = EventColumns.of(facts)
    verdicts: list[Verdict] = [STORED] * len(told)
    rows = _of_open_days(write, _of_known_clients(write, told, verdicts), verdicts)
    if not rows.at:
        return verdicts
    new, stored = _insert(write, _once(rows))
    if len(new.at) < len(rows.at):
        _judge_others(rows, new, stored, verdicts)
    if new.at:
        _follow(write, new)
    return verdicts


def _of_known_clients(write: Write, told: EventColumns, verdicts: list[Verdict]) -> _Rows:
    """The rows whose clients are known; the verdict on the others."""
    found = write.clients_of(told.clients)
    known = [client for client in found if client is not None]
    if len(known) == len(found):
        return _Rows(range(len(told)), told, known, write.batch.days_of(told.at_us))
    for at, client in enumerate(found):
        if client is None:
            verdicts[at] = unknown_client(write, told.clients[at])
    kept = [at for at, client in enumerate(found) if client is not None]
    picked = told.picked(kept)
    assert isinstance(picked, EventColumns)
    return _Rows(kept, picked, known, write.batch.days_of(picked.at_us))


def _of_open_days(write: Write, rows: _Rows, verdicts: list[Verdict]) -> _Rows:
    """The rows but use of days whose raw rows have gone; the verdict on that."""
    cut = closed_until(write.unit)
    if cut is None or min(rows.days, default=cut + 1) > cut:
        return rows
    kept = []
    for n, (day, kind) in enumerate(zip(rows.days, rows.told.kinds, strict=True)):
        if day <= cut and kind in MEASURES:
            verdicts[rows.at[n]] = closed_day(cut)
        else:
            kept.append(n)
    return rows.picked(kept)


def _once(rows: _Rows) -> _Rows:
    """The first row of each id."""
    ids = rows.told.external_ids
    if len(set(ids)) == len(ids):
        return rows
    first = {each: n for n, each in reversed(list(enumerate(ids)))}
    return rows.picked(sorted(first.values()))


def _insert(write: Write, rows: _Rows) -> tuple[_Rows, dict[str, Content]]:
    """Put in rows of different ids. Gives those that are new, and what stood under
    the ids of the others before.

    Nobody looks first where most rows are new: how many went in tells.
    """
    unit, batch = write.unit, write.batch
    first = next_id(unit, "event")
    stored: dict[str, Content] = {}
    new = rows
    if batch.repeats:
        stored = stored_events(unit, batch.source, rows.told.external_ids, first)
        new = rows.without(stored)
    count = _put(write, new)
    if count < len(new.at):
        stored |= stored_events(unit, batch.source, new.told.external_ids, first)
        new = new.without(stored)
    assert count == len(new.at)
    batch.repeats = len(new.at) * 2 < len(rows.at)
    write.change.inserted("event", first, count)
    return new, stored


def _put(write: Write, rows: _Rows) -> int:
    batch, told = write.batch, rows.told
    events = NewEvents(
        told.external_ids, rows.clients, told.at_us, rows.days,
        batch.known_all(told.at_us), told.kinds, told.values, told.payloads,
    )  # fmt: skip
    return insert_events(write.unit, batch.source, batch.run, batch.backfilled, events)


def _judge_others(
    rows: _Rows, new: _Rows, stored: dict[str, Content], verdicts: list[Verdict]
) -> None:
    """The verdict on rows whose ids were there before, in the store or the batch."""
    known = stored | dict(zip(new.told.external_ids, new.contents(), strict=True))
    fresh = set(new.at)
    told = zip(rows.at, rows.told.external_ids, rows.contents(), strict=True)
    for at, external_id, content in told:
        if at not in fresh:
            same = known[external_id] == content
            verdicts[at] = UNCHANGED if same else conflict("event", external_id)


def _follow(write: Write, new: _Rows) -> None:
    """What new events change besides: rollup, marks, looks at the past."""
    unit, batch = write.unit, write.batch
    growth = _growth(write, new)
    clients = growth.clients()
    if clients:
        roll_up(unit, growth, batch.today)
        mark_changed(unit, clients, "usage")
        mark_history(unit, growth.clients(before=batch.today))
        batch.touched(clients)
    drop_past_views(unit, min(new.told.at_us))
    batch.reached_all(new.days)


def _growth(write: Write, new: _Rows) -> Growth:
    """Usage grows unless the source has stated that day's total: the total wins."""
    places = places_of(new.days, new.clients)
    growth = Growth(*(_grown(new.told, places, name) for name in MEASURES))
    stated = stated_totals(write.unit, write.batch.source, growth.places.tolist())
    if not stated:
        return growth
    return Growth(
        *(
            grown.without_amount_at(
                [place for place, total in stated.items() if total[measure] is not None]
            )
            for measure, grown in enumerate(growth)
        )
    )


def _grown(told: EventColumns, places: Sequence[int], measure: str) -> Grown:
    """What the events of one measure add up to."""
    kinds, values = told.kinds, told.values
    if kinds.count(measure) == len(kinds):
        return Grown.of(places, values)
    mine = [n for n, kind in enumerate(kinds) if kind == measure]
    return Grown.of([places[n] for n in mine], [values[n] for n in mine])

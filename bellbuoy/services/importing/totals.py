"""Day totals into the store: a later one replaces, the difference is rolled up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bellbuoy.services.importing.batch import (
    STORED,
    UNCHANGED,
    Verdict,
    Write,
    unknown_client,
)
from bellbuoy.services.importing.closed import closed_day, closed_until
from core.events.columns import DayTotalColumns
from core.events.types import DayTotalFact
from core.values.instants import day_start, to_micros
from storage.clients.identity import next_id
from storage.events.growth import Grown, Growth, days_and_clients, in_order, places_of
from storage.events.increments import incremented
from storage.events.reads import MEASURES
from storage.events.rollup import roll_up
from storage.events.totals import Replaced, Stated, keep_replaced, put_totals, stated_totals
from storage.health.marks import drop_past_views, mark_changed, mark_history

Pair = tuple[int | None, int | None]
_NOTHING: Pair = (None, None)


class _Base(NamedTuple):
    """What the rollup holds of a source at the places of a batch: its totals, and
    what its increments add up to."""

    stated: Mapping[int, Stated]
    counted: Mapping[int, Pair]

    def amount(self, place: int, measure: int) -> int:
        """A total if there is one, else the increments."""
        total = self.stated.get(place, _NOTHING)[measure]
        if total is None:
            total = self.counted.get(place, _NOTHING)[measure]
        return total or 0

    def is_flagged(self, place: int) -> bool:
        """Whether increments have been counted of a measure without a total."""
        pairs = zip(
            self.counted.get(place, _NOTHING),
            self.stated.get(place, _NOTHING)[:2],
            strict=True,
        )
        return any(mine is not None and total is None for mine, total in pairs)


class _Totals(NamedTuple):
    """Totals as they stand now, in columns, each place once and in order."""

    places: list[int]
    calls: list[int | None]
    logins: list[int | None]
    known_us: list[int]


def store_day_totals(write: Write, facts: Sequence[DayTotalFact]) -> list[Verdict]:
    """The total of a source, client and day wins over that source's increments
    from its arrival on (DEFINITIONS 1.8)."""
    unit, source = write.unit, write.batch.source
    told = DayTotalColumns.of(facts)
    clients = write.clients_of(told.clients)
    places = places_of(told.days, [client or 0 for client in clients])
    different = sorted(set(places))
    base = _Base(stated_totals(unit, source, different), incremented(unit, source, different))
    cut = closed_until(unit)
    late = cut is not None and min(told.days, default=cut + 1) <= cut
    if not late and not base.stated and len(different) == len(places) and None not in clients:
        verdicts: list[Verdict] = [STORED] * len(told)
        now, replaced = _new(write, told, places), list[Replaced]()
    else:
        verdicts, now, replaced = _told_in_turn(write, told, clients, places, base, cut)
    if now.places:
        _put(write, now, base, replaced)
    return verdicts


def _new(write: Write, told: DayTotalColumns, places: Sequence[int]) -> _Totals:
    """First statements, all of them of different places."""
    order = in_order(places)
    known = _known(write, set(told.days))
    return _Totals(
        [places[at] for at in order],
        [told.calls[at] for at in order],
        [told.logins[at] for at in order],
        [known[told.days[at]] for at in order],
    )


def _told_in_turn(
    write: Write,
    told: DayTotalColumns,
    clients: Sequence[int | None],
    places: Sequence[int],
    base: _Base,
    cut: int | None,
) -> tuple[list[Verdict], _Totals, list[Replaced]]:
    """Statements one after the other: the verdict on each, the totals that are new
    or changed, and what these replaced."""
    known = _known(write, set(told.days))
    now: dict[int, Stated] = {}
    replaced: list[Replaced] = []
    verdicts: list[Verdict] = []
    rows = zip(clients, places, *told.columns, strict=True)
    for client, place, name, day, calls, logins in rows:
        if client is None:
            verdicts.append(unknown_client(write, name))
            continue
        last = now.get(place) or base.stated.get(place)
        if cut is not None and day <= cut and not _says_so(last, calls, logins):
            verdicts.append(closed_day(cut))
            continue
        if last is None:
            now[place] = Stated(calls, logins, known[day])
        else:
            after = (
                last.calls if calls is None else calls,
                last.logins if logins is None else logins,
            )
            if after == last[:2]:
                verdicts.append(UNCHANGED)
                continue
            # What is known does not become unknown, whatever clock told it.
            since = max(last.known_us, known[day])
            replaced.append(Replaced(client, day, *last, since))
            now[place] = Stated(*after, since)
        verdicts.append(STORED)
    ordered = sorted(now)
    stand = [now[place] for place in ordered]
    totals = _Totals(
        ordered,
        [total.calls for total in stand],
        [total.logins for total in stand],
        [total.known_us for total in stand],
    )
    return verdicts, totals, replaced


def _says_so(last: Stated | None, calls: int | None, logins: int | None) -> bool:
    """Whether a total that stands says the same already."""
    return last is not None and calls in (None, last.calls) and logins in (None, last.logins)


def _known(write: Write, days: set[int]) -> dict[int, int]:
    """When totals of some days count as known."""
    batch = write.batch
    return {day: batch.known(to_micros(day_start(day, batch.zone)))[0] for day in days}


def _put(write: Write, now: _Totals, base: _Base, replaced: Sequence[Replaced]) -> None:
    """Totals, what they replaced, and all that follows."""
    unit, batch = write.unit, write.batch
    days, clients = days_and_clients(now.places)
    flagged = [0] * len(days)
    if base.counted:
        flagged = [int(base.is_flagged(place)) for place in now.places]
    columns = (clients, days, now.calls, now.logins, now.known_us, flagged)
    put_totals(unit, batch.source, batch.backfilled, zip(*columns, strict=True))
    _note(write, now, base, replaced)
    growth = Growth(*(_grown(now, base, measure) for measure in range(len(MEASURES))))
    roll_up(unit, growth, batch.today)
    touched = growth.clients()
    mark_changed(unit, touched, "usage")
    mark_history(unit, growth.clients(before=batch.today))
    drop_past_views(unit, to_micros(day_start(min(days), batch.zone)))
    batch.touched(touched)
    batch.reached_all(days)


def _grown(now: _Totals, base: _Base, measure: int) -> Grown:
    """The difference of the stated totals of one measure to what the rollup holds."""
    places, totals = now.places, (now.calls, now.logins)[measure]
    if None in totals:
        told = [at for at, total in enumerate(totals) if total is not None]
        places, totals = [places[at] for at in told], [totals[at] for at in told]
    amounts = [total or 0 for total in totals]
    if base.stated or base.counted:
        before = [base.amount(place, measure) for place in places]
        amounts = [new - old for new, old in zip(amounts, before, strict=True)]
    return Grown.of(places, amounts)


def _note(write: Write, now: _Totals, base: _Base, replaced: Sequence[Replaced]) -> None:
    """Keep what totals were before; the key of one is source, client and day."""
    unit, change = write.unit, write.change
    new = [place for place in now.places if place not in base.stated]
    if new:
        change.inserted("usage_total", _key(write, new[0]), len(new))
    if len(new) == len(now.places) and not replaced:
        return
    first = next_id(unit, "usage_total_change")
    keep_replaced(unit, write.batch.source, replaced)
    change.inserted("usage_total_change", first, len(replaced))
    for place, *after in zip(*now[:3], strict=True):
        if place in base.stated:
            pairs = (base.stated[place][:2], after)
            said = (dict(zip(MEASURES, pair, strict=True)) for pair in pairs)
            change.updated("usage_total", _key(write, place), *said)


def _key(write: Write, place: int) -> str:
    [day], [client] = days_and_clients([place])
    return json.dumps([write.batch.source, client, day], ensure_ascii=False)

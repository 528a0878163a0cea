"""What a batch of facts adds to the use of its clients' days, in arrays.

A place is a day and a client in one number: it sorts by day, then by client, and
compares ten times as fast as a pair does; a batch has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
"""Whole numbers: int64, or of any size where sums could be larger (object)."""

_SHIFT = 40
_CLIENT = (1 << _SHIFT) - 1
_LARGEST = 2**62
NEVER = -1_000_000
"""Earlier than any day."""
NOT_YET = 1_000_000_000
"""Later than any day."""


def place_of(day: int, client: int) -> int:
    """One number for a client's day."""
    return day << _SHIFT | client


def places_of(days: Sequence[int], clients: Sequence[int]) -> list[int]:
    """`place_of` of each pair."""
    found: list[int] = (_ints(days) << _SHIFT | _ints(clients)).tolist()
    return found


def in_order(places: Sequence[int]) -> list[int]:
    """Where the places stand, from the earliest to the latest."""
    found: list[int] = np.argsort(_ints(places), kind="stable").tolist()
    return found


def days_and_clients(places: Sequence[int] | Ints) -> tuple[list[int], list[int]]:
    """What `place_of` was made of."""
    numbers = np.asarray(places, dtype=np.int64)
    return (numbers >> _SHIFT).tolist(), (numbers & _CLIENT).tolist()


class Grown(NamedTuple):
    """What one measure grew by: each place once, in order, and its amount. A place
    is there, if only with 0, when a row of that kind came: a reported 0 is a real
    zero."""

    places: Ints
    amounts: Ints

    @classmethod
    def of(cls, places: Sequence[int], amounts: Sequence[int]) -> Grown:
        """Amounts added up by place."""
        where = _ints(places)
        most = max(max(amounts, default=0), -min(amounts, default=0))
        size: type = np.int64 if most * max(1, len(amounts)) < _LARGEST else object
        values: Ints = np.asarray(amounts, dtype=size)
        order = np.argsort(where, kind="stable")
        where, values = where[order], values[order]
        starts = _starts(where)
        return cls(where[starts], np.add.reduceat(values, starts) if len(starts) else values)

    def without_amount_at(self, places: Sequence[int]) -> Grown:
        """The same, with 0 at some places."""
        return Grown(
            self.places, np.where(np.isin(self.places, _ints(places)), 0, self.amounts)
        )

    def at(self, places: Ints) -> Ints:
        """The amounts at places that are in order and hold all of its own."""
        found = np.zeros(len(places), dtype=self.amounts.dtype)
        found[np.searchsorted(places, self.places)] = self.amounts
        return found


NOTHING = Grown(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Growth(NamedTuple):
    """Calls and logins."""

    calls: Grown = NOTHING
    logins: Grown = NOTHING

    @property
    def places(self) -> Ints:
        """Each place once, in order."""
        calls, logins = self.calls.places, self.logins.places
        if not len(calls) or not len(logins):
            return calls if len(calls) else logins
        return np.union1d(calls, logins)

    def clients(self, before: int | None = None) -> list[int]:
        """Clients of whom a row came, or those of whom one came of a day before;
        each once, in order."""
        places = self.places
        if before is not None:
            places = places[places < before << _SHIFT]
        found: list[int] = np.unique(places & _CLIENT).tolist()
        return found

    def days(self) -> Days:
        places = self.places
        return Days(
            places >> _SHIFT, places & _CLIENT, self.calls.at(places), self.logins.at(places)
        )

    def since(self, clients: Ints) -> list[Ints]:
        """The first day of which a row of each measure came, for clients in order;
        NOT_YET: none came."""
        found = []
        for grown in self:
            first = np.full(len(clients), NOT_YET)
            mine, starts = np.unique(grown.places & _CLIENT, return_index=True)
            # Places are in order of days: the first of a client is the earliest.
            first[np.searchsorted(clients, mine)] = grown.places[starts] >> _SHIFT
            found.append(first)
        return found


class Days(NamedTuple):
    """Each client's day once, days in order."""

    days: Ints
    clients: Ints
    calls: Ints
    logins: Ints

    def rows(self) -> Iterator[tuple[int, ...]]:
        """(day, client, calls, logins)."""
        return zip(*(column.tolist() for column in self), strict=True)

    def by_day(self) -> list[tuple[int, ...]]:
        """(day, calls, logins) of all clients together, where that is anything."""
        starts = _starts(self.days)
        sums = [np.add.reduceat(column, starts).tolist() for column in self[2:] if len(starts)]
        return [
            row for row in zip(self.days[starts].tolist(), *sums, strict=True) if any(row[1:])
        ]

    def taken_from(self) -> list[int]:
        """Clients of whom a day has less use than before."""
        less = np.logical_or(self.calls < 0, self.logins < 0)
        found: list[int] = np.unique(self.clients[less]).tolist()
        return found

    def by_client(self, first: int, last: int) -> tuple[Ints, list[Ints]]:
        """Clients in order, and for each: calls and logins of the days from `first`
        to `last`, the newest day with any use, and with a login (NEVER: none)."""
        order = np.argsort(self.clients, kind="stable")
        days, clients, calls, logins = (column[order] for column in self)
        starts = _starts(clients)
        inside = (days >= first) & (days <= last)
        sums = [
            np.add.reduceat(np.where(inside, column, 0), starts) for column in (calls, logins)
        ]
        used = [np.logical_or(calls > 0, logins > 0), logins > 0]
        last_days = [
            np.maximum.reduceat(np.where(flags, days, NEVER), starts) for flags in used
        ]
        return clients[starts], [*sums, *last_days]


def _ints(values: Sequence[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _starts(ordered: Ints) -> Ints:
    """Where each run of equal numbers begins."""
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))

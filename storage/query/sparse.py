"""A list of which few rows fit: looked through once, and kept in its order.

The walk along the order's index looks up every row until a page is full: 15 s of a
million rows where nearly none fits. Reading all rows as they lie takes a thirtieth of
that a row. So the walk has a patience; behind it the rows that fit are collected, as
numbers and sort keys, a portion of numbers after the other, and put in order here. Where
they are few, pages, count and places of the list come from them until somebody commits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from storage.engine.params import as_list
from storage.engine.reader import Reader, Rows, Told, TookLong, untold
from storage.query.listing import ANCHOR, Listing
from storage.query.order import KeyValue, OrderKey, Params, after, backwards

Numbered = tuple[Any, ...]
"""A row's number, and behind it its sort key."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """The first rows of a list, in order; `whole`: there are no others."""

    rows: tuple[Numbered, ...]
    whole: bool

    def holds(self, first: int, count: int) -> bool:
        """Whether these tell which rows stand at `first` and the `count - 1` after it."""
        return self.whole or first + count <= len(self.rows)

    @property
    def anchors(self) -> list[tuple[KeyValue, ...]]:
        """The sort keys of rows 1024, 2048, … as far as these go."""
        return [row[1:] for row in self.rows[ANCHOR - 1 :: ANCHOR]]

    def place_of(self, number: int) -> int | None:
        """How many rows stand before the one with this number, if it is among these."""
        places = (at for at, row in enumerate(self.rows) if row[0] == number)
        return next(places, None)


class Sparse:
    """What was found of a list by looking through it; it holds for the reader that did,
    until somebody commits."""

    def __init__(self) -> None:
        self._found: tuple[Reader, int, Kept] | None = None

    def kept(self, reader: Reader) -> Kept | None:
        """What holds now."""
        found = self._found
        if found is None or found[0] is not reader or found[1] != reader.changes():
            return None
        return found[2]

    def anchors(self) -> list[tuple[KeyValue, ...]] | None:
        """Those of a list that is kept as a whole, by whichever reader; else None."""
        found = self._found
        return found[2].anchors if found is not None and found[2].whole else None

    def look(self, listing: Listing, reader: Reader, told: Told = untold) -> Kept:
        """Look through the list, unless what was found before still holds."""
        kept = self.kept(reader)
        if kept is None:
            seen = reader.changes()
            kept = look_through(listing, reader, None, listing.pace.few, told)
            self._found = reader, seen, kept
        return kept

    def position(
        self, listing: Listing, reader: Reader, number: int, told: Told = untold
    ) -> int | None:
        """How many rows of the list stand before the one with this number; None: it is
        not there."""
        if self.kept(reader) is None:
            key = listing.key_at(reader, number)
            if key is None:
                return None
            with suppress(TookLong):
                return listing.count_before(reader, key)
        kept = self.look(listing, reader, told)
        place = kept.place_of(number)
        if place is not None or kept.whole:
            return place
        key = listing.key_at(reader, number)
        return None if key is None else count_before(listing, reader, key, told)

    def rows(
        self, listing: Listing, reader: Reader, first: int, count: int, told: Told = untold
    ) -> list[tuple[Any, ...]] | None:
        """Rows of the list by their places, as `Listing.page` has them; None where those
        that are kept do not tell which they are."""
        for _ in range(_TRIES):
            kept = self.look(listing, reader, told)
            if not kept.holds(first, count):
                return None
            found = rows_of(listing, reader, kept.rows[first : first + count])
            if found is not None:
                return found
            self._found = None
        return None


def soon(
    listing: Listing, reader: Reader, cursor: Sequence[KeyValue] | None, limit: int
) -> list[tuple[Any, ...]]:
    """The same rows as `Listing.page`, soon also where few fit. A page that is longer
    than what would be kept is walked to its end."""
    if limit <= listing.pace.few:
        try:
            return listing.page_within(reader, cursor, limit)
        except TookLong:
            pass
        for _ in range(_TRIES):
            kept = look_through(listing, reader, cursor, limit)
            found = rows_of(listing, reader, kept.rows)
            if found is not None:
                return found
    return listing.page(reader, cursor, limit)


def look_through(
    listing: Listing,
    rows: Rows,
    cursor: Sequence[KeyValue] | None,
    most: int,
    told: Told = untold,
) -> Kept:
    """The first `most` rows behind a cursor, whatever index there is for their order.
    Not one snapshot: each portion is read as it stands then."""
    where, params = f"({listing.sifted})", dict(listing.params)
    if cursor is not None:
        behind, values = _one_of(listing.keys, cursor, "k")
        where, params = f"{where} AND {behind}", {**params, **values}
    named = ", ".join(key.sql for key in listing.keys)
    select = f"SELECT {listing.id_sql}, {named} FROM {_as_they_lie(listing)} WHERE "
    kept: list[Numbered] = []
    whole, nearer = True, ""
    for portion, limits in _portions(listing, rows, told):
        kept += rows.rows(f"{select}{portion}{where}{nearer}", {**params, **limits})
        if len(kept) > most:
            kept, whole = _in_order(kept, listing.keys)[:most], False
            before, values = _one_of(backwards(listing.keys), kept[-1][1:], "n")
            # From here on only what would be among the first.
            nearer, params = f" AND {before}", {**params, **values}
    return Kept(tuple(_in_order(kept, listing.keys)), whole)


def count_before(
    listing: Listing, rows: Rows, key: Sequence[KeyValue], told: Told = untold
) -> int:
    """How many rows stand before a sort key, whatever index there is for it."""
    before, params = _one_of(backwards(listing.keys), key, "k")
    count = f"SELECT count(*) FROM {_as_they_lie(listing)} WHERE "
    return sum(
        int(
            rows.value(
                f"{count}{portion}({listing.sifted}) AND {before}",
                {**listing.params, **params, **limits},
            )
        )
        for portion, limits in _portions(listing, rows, told)
    )


def rows_of(
    listing: Listing, rows: Rows, numbered: Sequence[Numbered]
) -> list[tuple[Any, ...]] | None:
    """The rows with these numbers, in this order; None where one of them has another
    sort key by now, or fits no more."""
    if not numbered:
        return []
    keys = ", ".join(key.sql for key in listing.keys)
    found = rows.rows(
        f"SELECT {listing.select}, {keys}, picked.picked_number"
        " FROM (SELECT value AS picked_number FROM ints(:picked)) AS picked"
        f" CROSS JOIN {listing.relation}"
        f" WHERE {listing.id_sql} = picked.picked_number AND ({listing.where})",
        {**listing.params, "picked": as_list([row[0] for row in numbered])},
    )
    by_number = {row[-1]: row[:-1] for row in found}
    ordered = [by_number.get(row[0], ()) for row in numbered]
    width = len(listing.keys)
    if any(row[-width:] != kept[1:] for row, kept in zip(ordered, numbered, strict=True)):
        return None
    return ordered


def _as_they_lie(listing: Listing) -> str:
    """What is counted, read by number: an index that would serve the condition costs a
    look-up for each row, and the walk has shown that there are too many."""
    table = f"{listing.table} {listing.id_sql.partition('.')[0]}"
    return re.sub(rf"\b{table}\b", f"{table} NOT INDEXED", listing.counted, count=1)


def _portions(listing: Listing, rows: Rows, told: Told) -> Iterator[tuple[str, dict[str, int]]]:
    """Conditions that together hold for each row once, with their parameters. `told`
    hears how far the numbers are looked through."""
    table = listing.table
    if not table or listing.sieve:  # a sieve would be filled anew for each portion
        yield "", {}
        return
    low = rows.value(f"SELECT min(id) FROM {table}")
    if low is None:
        return
    lowest, highest = low, rows.value(f"SELECT max(id) FROM {table}")
    while low is not None:
        high = low + listing.pace.portion - 1
        told(low - lowest, highest - lowest + 1)
        between = f"{listing.id_sql} BETWEEN :portion_low AND :portion_high AND "
        yield between, {"portion_low": low, "portion_high": high}
        low = rows.value(f"SELECT min(id) FROM {table} WHERE id > ?", (high,))


def _one_of(
    keys: Sequence[OrderKey], values: Sequence[KeyValue], named: str
) -> tuple[str, Params]:
    """The condition of lying behind a row."""
    branches, params = after(keys, values, named)
    return f"({' OR '.join(f'({branch.where})' for branch in branches)})", params


def _in_order(found: list[Numbered], keys: Sequence[OrderKey]) -> list[Numbered]:
    """Sorted as the store would: text by code point, missing values as the key says."""
    ordered = found
    for place in range(len(keys), 0, -1):
        key, value = keys[place - 1], itemgetter(place)
        there = [row for row in ordered if value(row) is not None]
        missing = [row for row in ordered if value(row) is None]
        there.sort(key=value, reverse=key.descending)
        ordered = missing + there if key.nulls_first else there + missing
    return ordered

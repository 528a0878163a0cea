"""One field of many rows: the quick way where the cells allow it, else row by row.

A reader gives what the getter of the field gives for each row, in order, and
raises RowError when the getter would for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.integrations.bulk import Bulk, bulk_of, remembered, remembered_pairs
from core.integrations.columns import Getter, Row
from core.integrations.fields import Field
from core.integrations.mapping_types import Column
from core.integrations.quick_times import micros_of
from core.integrations.times import Calendar
from core.values.instants import to_micros

Reader = Callable[[Sequence[Row]], list[Any]]

# Of these a column has few different values, or each takes long to read.
_OF_FEW = frozenset({"day", "past_day", "word", "boolean", "currency", "zone", "short"})


@dataclass(frozen=True, slots=True)
class Readers:
    """Makes the readers of one file.

    `at` tells where its columns stand, `currency` is the column of that field,
    `gathered` are fields that are made of any number of columns; `alone` makes the
    getter of a field for rows of the named cells alone. With `micros` instants
    come as microseconds since 1970, not as datetimes.
    """

    at: Mapping[str, int]
    currency: Column | None
    gathered: Collection[str]
    calendar: Calendar
    alone: Callable[[Field, tuple[str, ...]], Getter]
    micros: bool

    def reader(self, field: Field, column: Column | None, getter: Getter) -> Reader:
        """The reader of a field whose getter, row by row, is given."""
        to_each = self._to_each(field, getter)
        if field.name in self.gathered or (column and column.after):
            return to_each
        if column is None or not self._cells_of(column):
            return _constant(getter)
        name = column.column
        if name is None:  # a template
            return to_each
        if field.type == "money":
            return self._money(field, name, to_each)
        bulk = self._bulk(field, column, name)
        return to_each if bulk is None else _quick(bulk, self.at[name], to_each)

    def _cells_of(self, column: Column | None) -> tuple[str, ...]:
        sources = () if column is None else column.sources
        return tuple(name for name in sources if name in self.at)

    def _to_each(self, field: Field, getter: Getter) -> Reader:
        if self.micros and field.type == "instant":
            return lambda rows: [to_micros(getter(row)) for row in rows]
        return lambda rows: list(map(getter, rows))

    def _bulk(self, field: Field, column: Column, name: str) -> Bulk | None:
        if field.type in _OF_FEW:
            get = self.alone(field, (name,))
            return remembered(lambda cell: get((cell,)))
        plain = not column.words and column.format is None and column.default is None
        if self.micros and field.type == "instant":
            return micros_of(self.calendar) if plain else None
        empty = None
        if plain and not field.required:
            empty = self.alone(field, (name,))(("",))
        return bulk_of(field, column, self.calendar.latest, empty)

    def _money(self, field: Field, name: str, to_each: Reader) -> Reader:
        """An amount goes by the currency of its row: both cells are read as one."""
        codes = self._cells_of(self.currency)
        if not codes:
            get = self.alone(field, (name,))
            return _quick(remembered(lambda cell: get((cell,))), self.at[name], to_each)
        if len(codes) > 1 or codes[0] == name:
            return to_each
        bulk = remembered_pairs(self.alone(field, (name, codes[0])))
        first, second = self.at[name], self.at[codes[0]]

        def read(rows: Sequence[Row]) -> list[Any]:
            found = bulk([row[first] for row in rows], [row[second] for row in rows])
            return to_each(rows) if found is None else found

        return read


def _constant(getter: Getter) -> Reader:
    """A field that no cell tells: one value, or one fault, for all rows."""
    return lambda rows: [getter(rows[0])] * len(rows) if rows else []


def _quick(bulk: Bulk, place: int, to_each: Reader) -> Reader:
    def read(rows: Sequence[Row]) -> list[Any]:
        found = bulk([row[place] for row in rows])
        return to_each(rows) if found is None else found

    return read

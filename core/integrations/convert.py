"""Rows to facts: the mapping compiled for one file, and the report of a bad row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.events.columns import Outcome
from core.events.types import Fact
from core.integrations import cells, columns
from core.integrations.build import BUILDERS, COLUMN_BUILDERS
from core.integrations.cells import Parser
from core.integrations.columns import BlockedError, Getter, Missing, Row
from core.integrations.fields import FIELDS, Field
from core.integrations.mapping_types import Column, FileSpec, Mapping
from core.integrations.readers import Reader, Readers
from core.integrations.times import Calendar, duration
from core.values.errors import RowError

_LONGEST_REASON = 2000
# So few rows are read one by one when one of them is bad.
_SINGLY = 16


class Converter:
    """Turns the cells of a row, in the order of `header`, into a fact.

    Made once a file. A bad row gives RowError: the code is that of the first
    faulty field by name, the reason tells all of them.
    """

    def __init__(
        self, spec: FileSpec, mapping: Mapping, header: Sequence[str], calendar: Calendar
    ) -> None:
        compiler = _Compiler(spec, mapping, header, calendar)
        getters = compiler.getters()
        self._build: Callable[..., Fact] = BUILDERS[spec.kind]
        self._build_columns = COLUMN_BUILDERS.get(spec.kind)
        self._getters = tuple(getters.values())
        self._readers = compiler.readers(getters, micros=self._build_columns is not None)
        self._by_name = tuple(sorted(getters.items()))

    def one(self, row: Row) -> Fact | RowError:
        """The fact of one row, or why there is none."""
        try:
            return self._build(*[get(row) for get in self._getters])
        except RowError as error:
            fault = error
        return self._all_faults(row, fault)

    def many(self, rows: Sequence[Row]) -> Sequence[Outcome]:
        """`one` for each row, column by column as long as every cell is good."""
        found = list(self.runs(rows))
        return found[0] if len(found) == 1 else [fact for run in found for fact in run]

    def runs(self, rows: Sequence[Row]) -> Iterator[Sequence[Outcome]]:
        """The same in pieces: what is good stays in columns around what is not."""
        found = self._in_columns(rows)
        if found is not None:
            yield found
        elif len(rows) <= _SINGLY:
            yield [self.one(row) for row in rows]
        else:
            middle = len(rows) // 2
            yield from self.runs(rows[:middle])
            yield from self.runs(rows[middle:])

    def _in_columns(self, rows: Sequence[Row]) -> Sequence[Outcome] | None:
        """The facts of rows of which each cell is good; None where one is not."""
        try:
            values = [read(rows) for read in self._readers]
        except RowError:
            return None
        if self._build_columns is not None:
            return self._build_columns(*values)
        return list(map(self._built, zip(*values, strict=True)))

    def _built(self, values: tuple[Any, ...]) -> Fact | RowError:
        try:
            return self._build(*values)
        except RowError as error:
            return error

    def _all_faults(self, row: Row, fault: RowError) -> RowError:
        found: list[tuple[str, RowError]] = []
        for name, get in self._by_name:
            try:
                get(row)
            except BlockedError:
                continue
            except RowError as error:
                found.append((name, error))
        if not found:  # each field is right: it is their sum that is not
            return fault
        told = [f"{name}: {error.reason} ({error.code})" for name, error in found]
        return RowError(found[0][1].code, "; ".join(told)[:_LONGEST_REASON])


class _Compiler:
    """Makes the getters of one file, in the order in which its builder takes them."""

    def __init__(
        self, spec: FileSpec, mapping: Mapping, header: Sequence[str], calendar: Calendar
    ) -> None:
        self._spec = spec
        self._mapping = mapping
        self._calendar = calendar
        self._at = {name: index for index, name in enumerate(header)}
        self._columns = {column.field: column for column in spec.columns}
        self._fields = {field.name: field for field in FIELDS[spec.kind]}
        self._left = len(header) if spec.format == "jsonl" and spec.rest == "extra" else None

    def getters(self) -> dict[str, Getter]:
        return {name: self.getter(field) for name, field in self._fields.items()}

    def readers(self, getters: dict[str, Getter], *, micros: bool) -> tuple[Reader, ...]:
        """What reads each field of many rows at once."""
        gathered = {
            name
            for name, field in self._fields.items()
            if field.type == "extra" or (field.type == "object" and self._spec.payload)
        }
        currency = self._columns.get("currency")
        made = Readers(self._at, currency, gathered, self._calendar, self._alone, micros)
        return tuple(
            made.reader(self._fields[name], self._columns.get(name), getter)
            for name, getter in getters.items()
        )

    def _alone(self, field: Field, header: tuple[str, ...]) -> Getter:
        narrow = _Compiler(self._spec, self._mapping, header, self._calendar)
        return narrow.getter(field)

    def getter(self, field: Field) -> Getter:
        column = self._columns.get(field.name)
        if field.type == "fixed":
            return lambda row: field.default
        if field.type == "extra":
            return columns.extras(self._values(self._extra_columns()), self._left)
        if field.type == "object" and self._spec.payload:
            return columns.gathered(self._values(self._spec.payload))
        if field.type == "currency":
            return self._currency(field, column)
        if field.type == "money":
            return self._money(field, column)
        if column is not None and column.after is not None:
            return self._added(field, column)
        known = column or Column(field.name)
        return self._read(field, column, columns.parser_of(field, known, self._calendar))

    def _read(
        self,
        field: Field,
        column: Column | None,
        parser: Parser,
        missing: Missing | None = None,
    ) -> Getter:
        given = missing or columns.missing_of(field, column, parser)
        if column is None:
            return lambda row: given()
        return columns.getter(column, parser, self._at, given)

    def _currency(self, field: Field, column: Column | None) -> Getter:
        code = self._mapping.currency

        def missing() -> str:
            if code is None:
                raise RowError("money.currency", "no currency is given")
            return code

        known = column or Column(field.name)
        parser = columns.parser_of(field, known, self._calendar)
        return self._read(field, column, parser, None if known.default else missing)

    def _money(self, field: Field, column: Column | None) -> Getter:
        known = column or Column(field.name)
        code_of = self.getter(self._fields["currency"])
        # The cell is fetched as it is, then read in the currency of its row.
        cell = self._read(field, column, cells.translated(cells.unless_blank, known.words))
        return columns.amount(cell, code_of, minor=known.minor, signed=field.signed)

    def _added(self, field: Field, column: Column) -> Getter:
        assert column.after is not None
        assert column.unit is not None
        length = self._read(field, column, duration(field.name, column.unit))
        base = self.getter(self._fields[column.after])
        return columns.added(base, column.after, length, self._calendar.latest)

    def _values(self, gathered: Sequence[Column]) -> list[tuple[str, Getter]]:
        """The getters of payload or extra columns, by the name they get there."""
        return [(column.field, self._value(column)) for column in gathered]

    def _value(self, column: Column) -> Getter:
        parser = cells.payload_value(column.field, column.type, column.words)
        return self._read(Field(column.field, "text"), column, parser)

    def _extra_columns(self) -> tuple[Column, ...]:
        if self._spec.rest != "extra" or self._spec.format == "jsonl":
            return self._spec.extra
        named = {source for column in self._spec.named for source in column.sources}
        rest = (Column(name, column=name) for name in self._at if name not in named)
        return (*self._spec.extra, *rest)

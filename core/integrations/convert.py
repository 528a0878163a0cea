"""Rows to facts: the mapping compiled for one file, and the report of a bad row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from core.events.types import Fact
from core.integrations import cells, columns
from core.integrations.build import BUILDERS
from core.integrations.bulk import Bulk, bulk_of
from core.integrations.cells import Parser
from core.integrations.columns import BlockedError, Getter, Missing, Row
from core.integrations.fields import FIELDS, Field
from core.integrations.mapping_types import Column, FileSpec, Mapping
from core.integrations.times import Calendar, duration
from core.values.errors import RowError

_LONGEST_REASON = 2000


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
        self._getters = tuple(getters.values())
        self._quick = tuple(compiler.quick(name) for name in getters)
        self._order = range(len(getters))
        self._by_name = tuple(sorted(getters.items()))

    def one(self, row: Row) -> Fact | RowError:
        """The fact of one row, or why there is none."""
        try:
            return self._build(*[get(row) for get in self._getters])
        except RowError as error:
            fault = error
        return self._all_faults(row, fault)

    def many(self, rows: Sequence[Row]) -> list[Fact | RowError]:
        """`one` for each row, column by column as long as every cell is good."""
        try:
            values = [self._column(rows, number) for number in self._order]
        except RowError:
            return [self.one(row) for row in rows]
        return list(map(self._built, zip(*values, strict=True)))

    def _built(self, values: tuple[Any, ...]) -> Fact | RowError:
        try:
            return self._build(*values)
        except RowError as error:
            return error

    def _column(self, rows: Sequence[Row], number: int) -> list[Any]:
        quick = self._quick[number]
        if quick is not None:
            at, bulk = quick
            found = bulk([row[at] for row in rows])
            if found is not None:
                return found
        return list(map(self._getters[number], rows))

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
        return {name: self._getter(field) for name, field in self._fields.items()}

    def quick(self, name: str) -> tuple[int, Bulk] | None:
        """Where the cells of a field stand, and how to read many of them at once."""
        field, column = self._fields[name], self._columns.get(name)
        if column is None or column.column not in self._at:
            return None
        bulk = bulk_of(field, column, self._calendar.latest)
        return None if bulk is None else (self._at[column.column], bulk)

    def _getter(self, field: Field) -> Getter:
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
        code_of = self._getter(self._fields["currency"])
        # The cell is fetched as it is, then read in the currency of its row.
        cell = self._read(field, column, cells.translated(cells.unless_blank, known.words))
        return columns.amount(cell, code_of, minor=known.minor)

    def _added(self, field: Field, column: Column) -> Getter:
        assert column.after is not None
        assert column.unit is not None
        length = self._read(field, column, duration(field.name, column.unit))
        base = self._getter(self._fields[column.after])
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

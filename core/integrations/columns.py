"""One getter a field: from the cells of a row to the value of the fact.

Getters are made once a file and called once a row: no names are looked up and
no mapping is walked while rows go by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.integrations import cells, listed, times
from core.integrations.cells import Parser
from core.integrations.fields import Field
from core.integrations.mapping_types import Column
from core.integrations.records import shown
from core.integrations.strict_json import payload_text
from core.integrations.times import Calendar
from core.values.errors import RowError
from core.values.money import exponent, parse_money

Row = Sequence[Any]
Getter = Callable[[Row], Any]
Missing = Callable[[], Any]
# Parsers of which only the name of the field decides.
_NAMED: dict[str, Callable[[str], Parser]] = {
    "id": cells.identifier,
    "whole": cells.whole,
    "short": cells.short,
    "zone": cells.iana,
    "object": cells.json_object,
}


class BlockedError(RowError):
    """A field could not be read because another one, already told, is wrong."""

    def __init__(self, other: str) -> None:
        super().__init__("blocked", f"{other} is wrong")


def parser_of(field: Field, column: Column, calendar: Calendar) -> Parser:
    """What reads one cell of a field that depends on no other."""
    name, required = field.name, field.required
    match field.type:
        case "word":
            return cells.word(name, (*field.words, *column.words))
        case "boolean":
            return cells.boolean(name, column.words)
        case "names":
            return listed.names(name, column.words)
        case "updates":
            return listed.updates(name, (*field.words, *column.words), calendar)
        case "id" | "whole" | "short" | "zone" | "object":
            parser = _NAMED[field.type](name)
        case "currency":
            parser = currency
        case "instant":
            parser = times.instant(column.format, calendar)
        case "day" | "past_day":
            parser = times.day(column.format, calendar, past=field.type == "past_day")
        case _:
            parser = cells.text(name, required=required)
    return cells.translated(parser, column.words) if column.words else parser


def getter(column: Column, parser: Parser, at: Mapping[str, int], missing: Missing) -> Getter:
    """The value of a field: its cell, template or constant, parsed; for an empty
    one whatever `missing` gives or raises. `at` tells where each column stands."""
    if column.const is not None:
        value = parser(column.const)
        return lambda row: value
    if column.template is not None:
        return _parsed(_filled(column, at), parser, missing)
    assert column.column is not None
    if column.column not in at:
        return lambda row: missing()
    return _parsed_cell(at[column.column], parser, missing)


def missing_of(field: Field, column: Column | None, parser: Parser) -> Missing:
    """What an empty cell means: the default, None, or a fault."""
    default = field.default if column is None or column.default is None else column.default
    if default is not None:
        value = parser(default)
        return lambda: value
    if field.required:
        return lambda: _required(field.name)
    return lambda: None


def _required(name: str) -> None:
    raise RowError(f"required.{name}", "missing")


def _parsed_cell(index: int, parser: Parser, missing: Missing) -> Getter:
    def get(row: Row) -> Any:
        value = row[index]
        if value is None or value == "":
            return missing()
        try:
            found = parser(value)
        except RowError:
            # Blanks alone are an empty cell, where text is not kept exactly.
            if type(value) is str and not value.strip(cells.BLANKS):
                return missing()
            raise
        return missing() if found is None else found

    return get


def _parsed(source: Getter, parser: Parser, missing: Missing) -> Getter:
    inner = _parsed_cell(0, parser, missing)
    return lambda row: inner((source(row),))


def _filled(column: Column, at: Mapping[str, int]) -> Getter:
    """A template over cells; empty when all of its cells are."""
    assert column.template is not None
    parts = [(text, None if name is None else at[name]) for text, name in column.template]
    indices = [index for _, index in parts if index is not None]

    def fill(row: Row) -> str:
        if all(row[index] in (None, "") for index in indices):
            return ""
        return "".join(
            text + ("" if index is None or row[index] is None else str(row[index]))
            for text, index in parts
        )

    return fill


def currency(value: Any) -> str:
    """A currency code in capitals (some systems write `eur`)."""
    code = value.strip(cells.BLANKS).upper() if isinstance(value, str) else ""
    if len(code) != 3:
        raise RowError("money.currency", f"{shown(value)} is no currency code")
    exponent(code)
    return code


def amount(cell: Getter, code_of: Getter, *, minor: bool, signed: bool = False) -> Getter:
    """An amount in minor units; its decimals go by the currency of its row.

    `minor`: the cell itself is in minor units. `signed`: it may be below 0.
    """

    def get(row: Row) -> int:
        value = cell(row)
        try:
            code = code_of(row)
        except RowError:
            raise BlockedError("currency") from None
        return _amount(value, code, minor=minor, signed=signed)

    return get


def amount_of(code: str, *, signed: bool = False) -> Parser:
    """What reads an amount of one currency."""
    return lambda value: _amount(value, code, minor=False, signed=signed)


def _amount(value: Any, code: str, *, minor: bool, signed: bool) -> int:
    given = str(value).strip(cells.BLANKS) if isinstance(value, str | int | Decimal) else ""
    if isinstance(value, bool) or not given or len(given) > 60:
        raise RowError("money.syntax", f"{shown(value)} is no plain amount")
    # Minor units are read as a currency without decimals is: whole numbers.
    found = parse_money(given, "JPY" if minor else code).minor
    if found < 0 and not signed:
        raise RowError("money.negative", f"{shown(given)} is below 0")
    return found


def added(base: Getter, base_name: str, length: Getter, latest: datetime) -> Getter:
    """A moment that is told as a time after another: None when either is."""

    def get(row: Row) -> datetime | None:
        span: timedelta | None = length(row)
        try:
            start: datetime | None = base(row)
        except RowError:
            raise BlockedError(base_name) from None
        if span is None or start is None:
            return None
        try:
            return times.checked(start + span, latest)
        except OverflowError:
            raise RowError("time.range", f"{span} later is beyond the calendar") from None

    return get


def gathered(parts: Sequence[tuple[str, Getter]]) -> Getter:
    """A JSON object from further columns; empty cells are left out. None: all are."""

    def get(row: Row) -> str | None:
        found = {name: value for name, part in parts if (value := part(row)) is not None}
        return payload_text(found) if found else None

    return get


def extras(parts: Sequence[tuple[str, Getter]], left: int | None) -> Getter:
    """Further text of a client, by name; `left` is the cell that holds the
    keys of a JSON record that nothing names."""

    def get(row: Row) -> tuple[tuple[str, str], ...]:
        found = [(name, part(row)) for name, part in parts]
        if left is not None:
            found += sorted(row[left].items())
        return tuple((name, text) for name, value in found if (text := _extra_text(value)))

    return get


def _extra_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else payload_text(value)

"""The `columns` table of a mapping: each target field, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from string import Formatter
from typing import Any, cast
from zoneinfo import ZoneInfo

from core.integrations import cells, columns
from core.integrations.fields import Field, settable
from core.integrations.mapping_types import Column, Kind, TemplatePart
from core.integrations.records import shown
from core.integrations.times import DIRECTIVES, UNITS, Calendar
from core.integrations.toml_place import Place
from core.values.errors import RowError

_SOURCES = ("column", "template", "const")
_SHARED = (*_SOURCES, "default", "words")
_TIMES = ("format",)
# The further keys that a field of each type understands.
_FURTHER: dict[str, tuple[str, ...]] = {
    "instant": (*_TIMES, "after", "unit"),
    "day": _TIMES,
    "past_day": _TIMES,
    "money": ("minor",),
}
_PAYLOAD_TYPES = ("string", "integer", "number", "boolean")
# Constants are checked against a clock that no constant can be ahead of.
_ANY_TIME = Calendar(ZoneInfo("UTC"), ZoneInfo("UTC"), datetime(9999, 1, 1, tzinfo=UTC))
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_WordTables = Mapping[str, tuple[tuple[str, str], ...]]


def read_columns(
    place: Place, kind: Kind, value: Any, words: _WordTables
) -> tuple[tuple[Column, ...], tuple[Column, ...], tuple[Column, ...]]:
    """The columns, payload columns and extra columns of a file of `kind`.

    `words` are the translations of the whole mapping, by field. Raises
    UsageError for a key or value that means nothing.
    """
    fields = settable(kind)
    table = place.table(value, fields)
    payload: tuple[Column, ...] = ()
    extra: tuple[Column, ...] = ()
    found: dict[str, Column] = {}
    for name, given in table.items():
        here = place.at(name)
        if fields[name].type == "extra":
            extra = tuple(_gathered(here, given, typed=False))
        elif fields[name].type == "object" and not isinstance(given, str):
            payload = tuple(_gathered(here, given, typed=True))
        else:
            found[name] = _column(here, fields[name], given, words.get(name, ()))
    for column in found.values():
        _check_base(place, fields, found, column)
    return tuple(found.values()), payload, extra


def _column(
    place: Place, field: Field, value: Any, words: tuple[tuple[str, str], ...]
) -> Column:
    if isinstance(value, str):
        column = Column(field.name, column=place.text(value), words=words)
    else:
        known = (*_SHARED, *_FURTHER.get(field.type, ()))
        if field.name == "client":
            known = (*known, "via")
        table = place.table(value, known)
        own = _words(place.at("words"), table.get("words", {}))
        column = Column(
            field.name,
            **_source(place, table),
            default=place.at("default").cell(table["default"]) if "default" in table else None,
            words=tuple({**dict(words), **dict(own)}.items()),
            format=_format(place.at("format"), table.get("format")),
            minor=place.at("minor").truth(table.get("minor", False)),
            via=_via(place.at("via"), table.get("via")),
            **_after(place, table),
        )
    _check_words(place, field, column)
    _check_constants(place, field, column)
    return column


def _source(place: Place, table: Mapping[str, Any]) -> dict[str, Any]:
    given = [name for name in _SOURCES if name in table]
    if len(given) != 1:
        raise place.fault("needs one of column, template, const", 'such as { column = "name" }')
    [name] = given
    here = place.at(name)
    if name == "const":
        return {"const": here.cell(table[name])}
    text = here.text(table[name])
    return {name: tuple(_template(here, text)) if name == "template" else text}


def _template(place: Place, text: str) -> Iterator[TemplatePart]:
    try:
        for literal, name, spec, conversion in Formatter().parse(text):
            if name == "" or spec or conversion:
                raise place.fault(f"{shown(text)}: a column name between braces, no more")
            yield literal, name
    except ValueError as error:
        raise place.fault(f"{shown(text)}: {error}") from None


def _words(place: Place, value: Any) -> tuple[tuple[str, str], ...]:
    table = place.table(value)
    return tuple((word, place.at(word).cell(meaning)) for word, meaning in table.items())


def read_words(place: Place, value: Any) -> _WordTables:
    """The `words` table of a mapping: translations by target field."""
    return {name: _words(place.at(name), table) for name, table in place.table(value).items()}


def _format(place: Place, value: Any) -> str | None:
    if value is None:
        return None
    pattern = place.text(value)
    if pattern in ("epoch", "epoch_ms"):
        return pattern
    used = set(_DIRECTIVE.findall(pattern))
    for directive in sorted(used - DIRECTIVES):
        raise place.fault(f"%{directive} is not understood", "such as %Y-%m-%d %H:%M:%S")
    if not (used & {"Y", "y"} and (used & {"j"} or (used & {"m", "b", "B"} and "d" in used))):
        raise place.fault(f"{shown(pattern)} has no full date", "such as %Y-%m-%d, or epoch")
    return pattern


def _via(place: Place, value: Any) -> Kind | None:
    return None if value is None else cast("Kind", place.choice(value, ("subscription",)))


def _after(place: Place, table: Mapping[str, Any]) -> dict[str, Any]:
    if "after" not in table and "unit" not in table:
        return {}
    if "after" not in table or "unit" not in table or "format" in table:
        raise place.fault("a duration needs after and unit, and no format")
    unit = place.at("unit").choice(table["unit"], UNITS)
    return {"after": place.at("after").text(table["after"]), "unit": unit}


def _check_base(
    place: Place, fields: Mapping[str, Field], found: Mapping[str, Column], column: Column
) -> None:
    """A duration is added to a time that this file tells by itself."""
    if column.after is None:
        return
    here = place.at(column.field).at("after")
    known = [
        name
        for name, other in found.items()
        if fields[name].type == "instant" and other.after is None
    ]
    here.choice(column.after, known)


def _check_words(place: Place, field: Field, column: Column) -> None:
    """A translation into a word must give one that the field knows."""
    if field.type not in ("word", "boolean", "updates"):
        return
    known = {name for name, _ in (field.words or cells.TRUTH)} | {""}
    for word, meaning in column.words:
        if cells.fold_word(meaning) not in known:
            place.at("words").at(word).choice(meaning or " ", sorted(known - {""}))


def _check_constants(place: Place, field: Field, column: Column) -> None:
    for key, value in (("const", column.const), ("default", column.default)):
        if value is None:
            continue
        try:
            _constant_parser(field, column)(value)
        except RowError as error:
            raise place.at(key).fault(error.reason) from None


def _constant_parser(field: Field, column: Column) -> cells.Parser:
    if column.after is not None:
        return cells.number(field.name)
    if field.type == "money":
        return columns.amount_of("JPY" if column.minor else "UYW", signed=field.signed)
    return columns.parser_of(field, column, _ANY_TIME)


def _gathered(place: Place, value: Any, *, typed: bool) -> Iterator[Column]:
    """Columns kept beside the known fields: a list of names, or name = column."""
    if isinstance(value, list):
        for name in place.texts(value):
            yield Column(name, column=name)
        return
    for name, given in place.table(value).items():
        here = place.at(name)
        if isinstance(given, str):
            yield Column(name, column=here.text(given))
            continue
        table = here.table(given, (*_SHARED, "type") if typed else _SHARED)
        kind = (
            here.at("type").choice(table["type"], _PAYLOAD_TYPES) if "type" in table else None
        )
        yield Column(
            name,
            **_source(here, table),
            words=_words(here.at("words"), table.get("words", {})),
            default=here.at("default").cell(table["default"]) if "default" in table else None,
            type=kind,
        )

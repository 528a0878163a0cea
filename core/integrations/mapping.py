"""Reading a mapping: TOML that says which files hold which facts, and how.

    source = "crm"               whose facts these are
    timezone = "Europe/Berlin"   of times without an offset (without: refused)
    currency = "EUR"             of amounts without one
    [words.severity]             translations by target field, for all files
    urgent = "critical"
    [health]                     baselines that fit this data (30 days)
    calls = 60
    [health.plans.Basic]
    calls = 20
    [[files]]
    path = "tickets*.csv"        a glob in the folder given, or a list of globs
    kind = "incident"            client, subscription, usage, logins, event, day_total,
                                 incident_log (a line a change of an incident), purchase
    format = "csv"               or jsonl, parquet; without: by the file's name
    delimiter = ";"              without: told from the header and the first rows
    quote = "'"                  likewise; "" where nothing is quoted
    escape = '\\'                likewise; "" where a quote is doubled
    encoding = "cp1252"          without: UTF-8, or UTF-16 with its byte-order mark
    optional = true              no such file is no error
    [files.columns]              target field = column, or a table:
    id = "ticket_id"
    opened = { column = "created", format = "%d.%m.%Y %H:%M" }
    acknowledged = { column = "wait", after = "opened", unit = "min" }
    title = { template = "{type}: {subject}" }
    severity = { column = "prio", words = { p1 = "critical", p2 = "high" } }

examples/ravenstack.toml is a whole one.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from typing import Any, cast, get_args

from core.integrations.fields import settable
from core.integrations.mapping_columns import read_columns, read_words
from core.integrations.mapping_types import (
    KINDS,
    FileSpec,
    Format,
    HealthBaselines,
    Kind,
    Mapping,
    PlanBaseline,
)
from core.integrations.records import shown
from core.integrations.toml_place import Place
from core.values.errors import RowError, UsageError
from core.values.instants import zone
from core.values.money import exponent

_KEYS = ("source", "timezone", "currency", "words", "health", "files")
_FILE_KEYS = (
    "path", "kind", "format", "delimiter", "quote", "escape", "encoding", "optional", "columns",
)  # fmt: skip
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
# UTF-16, and encodings in which line ends, quotes and digits are the bytes of ASCII.
_ENCODING = re.compile(
    r"utf-?8|utf-?16-?[lb]e|ascii|latin-?1|iso-?8859-?\d{1,2}"
    r"|(windows-?|cp)(125\d|437|85\d|874|932|949)|mac-?roman|koi8-?[ru]|shift_?jis|euc-?(jp|kr)|gb(2312|k|18030)|big5",
)


def read_mapping(text: str, name: str) -> Mapping:
    """The mapping in `text`; `name` is its file, for messages.

    Raises UsageError that names the key at fault.
    """
    place = Place(name)
    try:
        table = place.table(tomllib.loads(text), _KEYS)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise place.fault(f"no TOML: {error}") from None
    words = read_words(place.at("words"), table.get("words", {}))
    mapping = Mapping(
        name,
        _source(place.at("source"), table.get("source")),
        tuple(_files(place, table.get("files"), words)),
        _zone(place.at("timezone"), table.get("timezone")),
        _currency(place.at("currency"), table.get("currency")),
        _health(place.at("health"), table["health"]) if "health" in table else None,
    )
    _check_words_used(place, words, mapping)
    for number, spec in enumerate(mapping.files, 1):
        _check_required(_file_place(place, number, spec.paths[0]), spec, mapping.currency)
    return mapping


def _source(place: Place, value: Any) -> str:
    if value is None:
        raise place.fault("is missing", 'such as source = "crm"')
    if not _SOURCE.fullmatch(found := place.text(value)):
        raise place.fault(f"{shown(found)} is no name", "small letters, digits, - _ .")
    return found


def _zone(place: Place, value: Any) -> str | None:
    if value is None:
        return None
    try:
        return zone(place.text(value)).key
    except UsageError as error:
        raise place.fault(error.message, error.hint) from None


def _currency(place: Place, value: Any) -> str | None:
    if value is None:
        return None
    try:
        exponent(code := place.text(value))
    except RowError as error:
        raise place.fault(error.reason, "use an ISO 4217 code: EUR") from None
    return code


def _health(place: Place, value: Any) -> HealthBaselines:
    table = place.table(value, ("calls", "logins", "plans"))
    plans = place.at("plans")
    return HealthBaselines(
        *_baseline(place, table),
        tuple(
            PlanBaseline(name, *_baseline(here, here.table(given, ("calls", "logins"))))
            for name, given in plans.table(table.get("plans", {})).items()
            for here in (plans.at(name),)
        ),
    )


def _baseline(place: Place, table: dict[str, Any]) -> tuple[int | None, int | None]:
    calls, logins = (
        place.at(name).positive(table[name]) if name in table else None
        for name in ("calls", "logins")
    )
    return calls, logins


def _files(place: Place, value: Any, words: Any) -> list[FileSpec]:
    if not isinstance(value, list) or not value:
        raise place.fault("no [[files]]", "a mapping names at least one kind of file")
    return [_file(place, number, given, words) for number, given in enumerate(value, 1)]


def _file_place(place: Place, number: int, path: object) -> Place:
    return place.at(f"files {number} ({str(path)[:60]})")


def _file(place: Place, number: int, value: Any, words: Any) -> FileSpec:
    path = value.get("path", "?") if isinstance(value, dict) else "?"
    here = _file_place(place, number, path)
    table = here.table(value, _FILE_KEYS)
    for key in ("path", "kind", "columns"):
        if key not in table:
            raise here.at(key).fault("is missing")
    kind = cast("Kind", here.at("kind").choice(table["kind"], KINDS))
    columns, payload, extra = read_columns(here.at("columns"), kind, table["columns"], words)
    form = table.get("format")
    return FileSpec(
        _paths(here.at("path"), table["path"]),
        kind,
        columns,
        payload,
        extra,
        None
        if form is None
        else cast("Format", here.at("format").choice(form, get_args(Format))),
        read_delimiter(here.at("delimiter"), table.get("delimiter")),
        read_encoding(here.at("encoding"), table.get("encoding", "utf-8")),
        optional=here.at("optional").truth(table.get("optional", False)),
        quote=read_quote(here.at("quote"), table.get("quote")),
        escape=read_quote(here.at("escape"), table.get("escape")),
    )


def _paths(place: Place, value: Any) -> tuple[str, ...]:
    for path in (paths := place.texts(value)):
        parts = path.split("/")
        odd = any(part in ("", ".", "..") or ("**" in part and part != "**") for part in parts)
        if odd or parts[-1] == "**" or "\\" in path or "\0" in path:
            raise place.fault(f"{shown(path)} should lie inside the folder", "such as *.csv")
    return paths


def read_delimiter(place: Place, value: Any) -> str | None:
    """One sign that may stand between cells; None for None."""
    if value is None:
        return None
    found = place.text(value)
    if len(found) != 1 or not found.isascii() or found.isalnum() or found in '"\r\n\0. ':
        raise place.fault(f"{shown(found)} is no delimiter", 'such as ";" or "\\t"')
    return found


def read_quote(place: Place, value: Any) -> str | None:
    """One sign that quotes a cell, or escapes a quote; none at all when empty."""
    if value is None or value == "":
        return value if value is None else ""
    found = place.text(value)
    if len(found) != 1 or not ("!" <= found <= "~") or found.isalnum():
        raise place.fault(f"{shown(found)} is no such sign", "one sign, or none at all")
    return found


def read_encoding(place: Place, value: Any) -> str:
    """The name of an encoding, as Python has it."""
    found = place.text(value).lower()
    if not _ENCODING.fullmatch(found):
        raise place.fault(f"{shown(found)} is not understood", "utf-8, latin-1, cp1252 …")
    try:
        return codecs.lookup(found).name
    except LookupError:
        raise place.fault(
            f"{shown(found)} is not understood", "utf-8, latin-1, cp1252 …"
        ) from None


def _check_words_used(place: Place, words: Any, mapping: Mapping) -> None:
    """A table of words for a field that no file sets is a slip of the pen."""
    known = {name for spec in mapping.files for name in settable(spec.kind)}
    place.at("words").table(dict(words), known)


def _check_required(place: Place, spec: FileSpec, currency: str | None) -> None:
    given = {column.field for column in spec.columns}
    for name, field in settable(spec.kind).items():
        required = field.required or (field.type == "currency" and currency is None)
        if required and name not in given:
            hint = "a currency for the whole mapping will do" if name == "currency" else ""
            raise place.at("columns").fault(f"{name} is missing", hint)
    if spec.kind == "day_total" and not given & {"calls", "logins"}:
        raise place.at("columns").fault("calls or logins is missing")

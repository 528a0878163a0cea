"""csv: RFC 4180, UTF-8, with a guard against cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.formats.json_text import json_text
from core.values.text import safe_text

# The four signs that start a formula, their full-width forms, and the blanks
# that spreadsheets drop before they look.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_BREAKS = re.compile(r"([\t\r\n]+)")


def write_csv(rows: Iterable[Row], columns: Sequence[Column], out: TextIO, *, raw: bool) -> int:
    """Write a header of keys and a line a row; give the number of rows.

    Money is two columns, `key_minor` and `key_currency`. Text keeps its line
    breaks; other controls become `�`, and a leading `'` disarms a formula,
    unless `raw`: then cells are exact. Numbers are never touched.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    names = [name for column in columns for name in _names(column)]
    writer.writerow([_cell(name, raw=raw) for name in names])
    written = 0
    for row in rows:
        values = [value for column in columns for value in _values(column, row)]
        writer.writerow([_cell(value, raw=raw) for value in values])
        written += 1
    return written


def _names(column: Column) -> list[str]:
    if column.money:
        return [f"{column.key}_minor", f"{column.key}_currency"]
    return [column.key]


def _values(column: Column, row: Row) -> list[Json]:
    value = row.get(column.key)
    if not column.money:
        return [value]
    match value:
        case {"minor": minor, "currency": currency}:
            return [minor, currency]
        case _:
            return [None, None]


def _cell(value: Json, *, raw: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            return value if raw else _guarded(value)
        case _:
            return json_text(value)


def _guarded(text: str) -> str:
    parts = _BREAKS.split(text)
    clean = "".join(p if _BREAKS.match(p) else safe_text(p, len(p) + 1) for p in parts)
    return "'" + clean if clean.startswith(_FORMULA) else clean

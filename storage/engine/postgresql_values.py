"""Values between Python and PostgreSQL, so that both engines give the same ones.

A sum of bigints is `numeric` to PostgreSQL: whole ones come back as int. What is
true or false comes back as 1 or 0. Text with U+0000 is written otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.types.string import StrDumperUnknown

from storage.engine.params import ListText
from storage.engine.postgresql_text import LEAD, read, written

_ARRAY_TEXT = str.maketrans({'"': '\\"', "\\": "\\\\"})


class _Text(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(written(obj))


class _List(StrDumperUnknown):
    """A JSON list: its texts are escaped inside it."""

    def dump(self, obj: str) -> Buffer | None:
        if "\\u0000" in obj or "\\u0001" in obj:
            values = json.loads(obj)
            obj = json.dumps([written(v) if isinstance(v, str) else v for v in values])
        return super().dump(obj)


class _Bool(Dumper):
    oid = psycopg.adapters.types["int8"].oid

    def dump(self, obj: bool) -> Buffer | None:
        return b"1" if obj else b"0"

    def quote(self, obj: bool) -> Buffer:
        return b"1" if obj else b"0"


class _LoadText(Loader):
    def load(self, data: Buffer) -> str:
        text = str(data, "utf-8")
        return read(text) if LEAD in text else text


class _LoadNumber(Loader):
    def load(self, data: Buffer) -> int | float:
        text = str(data, "ascii")
        whole, _, rest = text.partition(".")
        if not rest.strip("0") and whole.removeprefix("-").isdigit():
            return int(whole)
        return float(text)


class _LoadBool(Loader):
    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


@cache
def adapters() -> AdaptersMap:
    """What our connections use; other connections of the process are not touched."""
    found = AdaptersMap(psycopg.adapters)
    found.register_dumper(str, _Text)
    found.register_dumper(ListText, _List)
    found.register_dumper(bool, _Bool)
    for name in ("text", "varchar", "bpchar", "name"):
        found.register_loader(name, _LoadText)
    found.register_loader("numeric", _LoadNumber)
    found.register_loader("bool", _LoadBool)
    return found


def array_text(values: Iterable[Any], kind: str) -> str:
    """Values of one column as the text of a PostgreSQL array of `kind` (`bigint`,
    `text` or `bytea`); it is bound as any text, and written as one."""
    write = {"bigint": _whole, "text": _quoted, "bytea": _bytes}[kind]
    return "{" + ",".join(["NULL" if v is None else write(v) for v in values]) + "}"


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _quoted(value: Any) -> str:
    return f'"{value.translate(_ARRAY_TEXT)}"'


def _bytes(value: Any) -> str:
    return f'"\\\\x{bytes(value).hex()}"'


def columns_of(rows: Sequence[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    """Rows turned into columns."""
    return list(zip(*rows, strict=True)) if rows else [()] * count

"""The drawn noun as a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from core.query.evaluate import Row, RowValue
from core.query.types import Reference
from core.values.instants import to_micros
from core.values.money import Money
from core.values.text import fold
from storage.engine.functions import register
from storage.query.columns import ColumnSql

_TABLE = """
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, name TEXT, name_key TEXT, note TEXT, tier TEXT, score INTEGER,
  ratio REAL, arr_minor INTEGER, currency TEXT, renews INTEGER, seen INTEGER, due INTEGER,
  opened INTEGER, owner TEXT, owner_key TEXT, client TEXT, client_name TEXT,
  client_key TEXT, partial INTEGER
) STRICT
"""
# With folded columns, and with the function in their place.
FOLDED = {
    "name": ColumnSql("thing.name", folded="thing.name_key"),
    "note": ColumnSql("thing.note"),
    "tier": ColumnSql("thing.tier"),
    "score": ColumnSql("thing.score"),
    "ratio": ColumnSql("thing.ratio"),
    "arr": ColumnSql("thing.arr_minor", currency="thing.currency"),
    "renews": ColumnSql("thing.renews"),
    "seen": ColumnSql("thing.seen"),
    "due": ColumnSql("thing.due"),
    "opened": ColumnSql("thing.opened"),
    "owner": ColumnSql("thing.owner", folded="thing.owner_key"),
    "client": ColumnSql("thing.client", folded="thing.client_key", name="thing.client_name"),
    "partial": ColumnSql("thing.partial"),
}
UNFOLDED = {
    **FOLDED,
    "name": ColumnSql("thing.name"),
    "owner": ColumnSql("thing.owner"),
    "client": ColumnSql("thing.client", name="thing.client_name"),
}


def shelf(rows: Iterable[Row] = ()) -> sqlite3.Connection:
    """A database in memory that holds the rows, numbered from 0."""
    connection = sqlite3.connect(":memory:")
    register(connection)
    connection.execute(_TABLE)
    for found in stored(rows):
        connection.execute(insert_of(found), found)
    return connection


def stored(rows: Iterable[Row]) -> list[dict[str, RowValue]]:
    """The rows as a table holds them, column to value."""
    return [_stored(number, row) for number, row in enumerate(rows)]


def insert_of(row: Mapping[str, RowValue]) -> str:
    """The statement that writes a row."""
    values = ", ".join(f":{name}" for name in row)
    return f"INSERT INTO thing ({', '.join(row)}) VALUES ({values})"


def _stored(number: int, row: Row) -> dict[str, RowValue]:
    arr, client, due, opened = row["arr"], row["client"], row["due"], row["opened"]
    money = arr if isinstance(arr, Money) else None
    reference = client if isinstance(client, Reference) else None
    plain = ("name", "note", "tier", "score", "ratio", "renews", "seen", "owner")
    return {
        "id": number,
        **{name: row[name] for name in plain},
        "partial": None if row["partial"] is None else int(row["partial"]),  # type: ignore[call-overload]
        "name_key": _folded(row["name"]),
        "owner_key": _folded(row["owner"]),
        "arr_minor": money and money.minor,
        "currency": money and money.currency,
        "due": None if due is None else to_micros(due),  # type: ignore[arg-type]
        "opened": None if opened is None else to_micros(opened),  # type: ignore[arg-type]
        "client": reference and reference.key,
        "client_name": reference and reference.name,
        "client_key": reference and fold(reference.name),
    }


def _folded(value: RowValue) -> str | None:
    return None if value is None else fold(str(value))

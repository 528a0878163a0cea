"""A checksum of all that screens read of a client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from core.health.types import WINDOW
from storage.engine.bulk import table_columns
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.engine.tables import model_of

_OF_CLIENT = (
    ("client", "id"), ("score", "client_id"), ("client_arr", "client_id"),
    ("score_history", "client_id"), ("arr_history", "client_id"),
    ("subscription", "client_id"), ("incident", "client_id"), ("incident_client", "client_id"),
)  # fmt: skip
"""Tables and the column that names the client."""
_OF_INCIDENT = ("incident_step", "incident_still")
_LENGTH = 16
"""Hexadecimal digits: 64 bits tell apart clients of one run."""


def checksums(rows: Rows, ids: Sequence[int], day: int) -> dict[int, str]:
    """Client to the checksum of its rows; of its use those of the window of `day`."""
    wanted = {"ids": as_list(ids), "days": as_list(range(day - WINDOW + 1, day + 1))}
    made = {client: sha256() for client in ids}
    for client, line in _lines(rows, wanted):
        made[client].update(line.encode())
    return {client: each.hexdigest()[:_LENGTH] for client, each in made.items()}


def together(sums: Iterable[str]) -> str:
    """One checksum of those of many, in their order."""
    return sha256("\n".join(sums).encode()).hexdigest()[:_LENGTH]


def _lines(rows: Rows, wanted: Mapping[str, object]) -> Iterable[tuple[int, str]]:
    ids = "IN (SELECT value FROM ints(:ids))"
    for table, column in _OF_CLIENT:
        columns, keys = _columns(table)
        for client, *row in rows.rows(
            f"SELECT {column}, {columns} FROM {table} WHERE {column} {ids} ORDER BY {keys}",
            wanted,
        ):
            yield client, f"{table} {row}"
    for table in _OF_INCIDENT:
        columns = ", ".join(f"t.{name}" for name in table_columns(model_of(table)))
        for client, *row in rows.rows(
            f"SELECT i.client_id, {columns} FROM incident i JOIN {table} t"
            f" ON t.incident_id = i.id WHERE i.client_id {ids} ORDER BY {columns}",
            wanted,
        ):
            yield client, f"{table} {row}"
    table, (columns, _) = "usage_day", _columns("usage_day")
    for client, *row in rows.rows(
        f"SELECT client_id, {columns} FROM {table}"
        f" WHERE day IN (SELECT value FROM ints(:days)) AND client_id {ids}"
        " ORDER BY day, client_id",
        wanted,
    ):
        yield client, f"{table} {row}"


def _columns(table: str) -> tuple[str, str]:
    """All columns of a table, and those of its key, as SQL."""
    model = model_of(table)
    keys = [each.name for each in model.__table__.primary_key]  # type: ignore[attr-defined]
    return ", ".join(table_columns(model)), ", ".join(keys)

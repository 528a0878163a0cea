"""New clients together with the last days of their use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storage.clients.tables import Client
from storage.clients.writes import CLIENT_COLUMNS
from storage.engine.bulk import table_columns
from storage.engine.unit import Unit, bulk_insert

_SHARED = {
    "rev": 1, "arr_minor": 0, "health_rank": 101, "tier": "unknown", "partial": 0,
    "open_incidents": 0, "top_reason": "", "live": 1,
}  # fmt: skip
"""What a client has before its first score."""
_NAMED = {*CLIENT_COLUMNS, "last_seen_day", "last_login_day", *_SHARED}


def insert_used_clients(unit: Unit, created_us: int, rows: Iterable[tuple[Any, ...]]) -> None:
    """New live clients (CLIENT_COLUMNS without the last, last day of any use, last
    day of a login); each needs a score row too."""
    columns = tuple(name for name in table_columns(Client) if name in _NAMED)
    statement = bulk_insert(Client, columns, shared=("created_us", *_SHARED))
    unit.bulk(statement, rows, (created_us, *_SHARED.values()))

"""The queue of changed clients and of history that is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

Taken = list[tuple[int, int]]
"""(client, gen) as it was when taken."""


def take(rows: Rows, table: str, after: int, limit: int) -> Taken:
    """The next clients of `changed_client` or `history_due` behind `after`."""
    return [
        (client, gen)
        for client, gen in rows.rows(
            f"SELECT client_id, gen FROM {table} WHERE client_id > ?"
            " ORDER BY client_id LIMIT ?",
            (after, limit),
        )
    ]


def release(unit: Unit, table: str, taken: Sequence[tuple[int, int]]) -> None:
    """Take marks off, unless something came in since they were taken."""
    unit.many(f"DELETE FROM {table} WHERE client_id = ? AND gen = ?", taken)


def any_waiting(rows: Rows, table: str) -> bool:
    return rows.value(f"SELECT 1 FROM {table} LIMIT 1") is not None


def waiting(rows: Rows, table: str) -> int:
    return int(rows.value(f"SELECT count(*) FROM {table}"))

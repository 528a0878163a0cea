"""The queue of changed clients and of history that is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from storage.engine.reader import Rows
from storage.health.sweep import current_sweep, due_in_sweep

if TYPE_CHECKING:
    from storage.engine.unit import Unit

CHANGED = "changed_client"
HISTORY = "history_due"
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


def release(
    unit: Unit, table: str, taken: Sequence[tuple[int, int]], *, but: Collection[int] = ()
) -> None:
    """Take marks off, unless something came in since they were taken; those of
    `but` stay."""
    from storage.engine.unit import bulk_delete
    from storage.health.tables import ChangedClient, HistoryDue

    model = ChangedClient if table == CHANGED else HistoryDue
    wanted = [mark for mark in taken if mark[0] not in but] if but else taken
    unit.bulk(bulk_delete(model, ("client_id", "gen")), wanted)


def any_waiting(rows: Rows, table: str) -> bool:
    """Whether a queue holds anything; a sweep that is on counts with the marks."""
    if table == CHANGED and current_sweep(rows).after is not None:
        return True
    return rows.value(f"SELECT 1 FROM {table} LIMIT 1") is not None


def waiting(rows: Rows, table: str) -> int:
    """How many clients wait, each once."""
    sweep = current_sweep(rows) if table == CHANGED else None
    if sweep is None or sweep.after is None:
        return int(rows.value(f"SELECT count(*) FROM {table}"))
    marked = rows.value(f"SELECT count(*) FROM {table} WHERE client_id <= ?", (sweep.after,))
    return due_in_sweep(rows, sweep) + int(marked)


def marks_between(rows: Rows, table: str, first: int, last: int) -> Taken:
    """The marks of a range of clients, as they are now."""
    return [
        (client, gen)
        for client, gen in rows.rows(
            f"SELECT client_id, gen FROM {table} WHERE client_id BETWEEN ? AND ?"
            " ORDER BY client_id",
            (first, last),
        )
    ]


def unscored(rows: Rows, stamp: str) -> int:
    """How many clients wait for a score, where `stamp` names the day and the formula
    that scores should be of: all of them, while those of another stand."""
    stood = rows.value("SELECT value FROM setting WHERE name = 'health.day'")
    if stood == stamp:
        return waiting(rows, CHANGED)
    return int(rows.value("SELECT count(*) FROM client"))

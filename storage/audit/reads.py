"""Reading change sets: the newest, and the rows of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.operations.types import Changed, ChangedRow, Plain
from core.values.instants import from_micros
from storage.engine.reader import Rows


def changes(rows: Rows, limit: int, before: int | None = None) -> tuple[Changed, ...]:
    """Change sets, the newest first; older than number `before`."""
    found = rows.rows(
        "SELECT s.id, s.at_us, s.actor, s.action, s.target, s.trace_id, s.summary,"
        " (SELECT coalesce(sum(r.rows), 0) FROM change_row r WHERE r.change_id = s.id)"
        " FROM change_set s WHERE (:before IS NULL OR s.id < :before)"
        " ORDER BY s.id DESC LIMIT :limit",
        {"before": before, "limit": limit},
    )
    return tuple(
        Changed(
            int(number), from_micros(at), who, action, target, trace, _read(summary) or {},
            int(many),
        )
        for number, at, who, action, target, trace, summary, many in found
    )  # fmt: skip


def rows_of(rows: Rows, change: int, limit: int) -> tuple[ChangedRow, ...]:
    """The first rows of a change, in the order in which they were changed."""
    found = rows.rows(
        "SELECT table_name, row_key, rows, before, after FROM change_row"
        " WHERE change_id = ? ORDER BY position LIMIT ?",
        (change, limit),
    )
    return tuple(
        ChangedRow(table, key, int(many), _read(before), _read(after))
        for table, key, many, before, after in found
    )


def _read(text: str | None) -> Mapping[str, Plain] | None:
    """Columns as they were kept; what is no plain value is shown as its JSON."""
    if text is None:
        return None
    found: dict[str, Any] = json.loads(text)
    return {str(name): _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Plain:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

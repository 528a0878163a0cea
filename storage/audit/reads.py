"""Reading change sets: the newest, and the rows of one, for a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.operations.types import Changed, ChangedRow, Plain
from core.values.instants import from_micros, iso, to_micros
from storage.audit.packing import NO_ROW, Row, shown
from storage.engine.reader import Rows

_INSTANT = "_us"
_NEVER = to_micros(datetime.max.replace(tzinfo=UTC))
"""A moment from here on is in no calendar: it says that something never comes."""
COUNTER = "rev"
"""It only counts how often a row was changed."""


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
            int(number), from_micros(at), who, action, target, trace, _summary(summary),
            int(many),
        )
        for number, at, who, action, target, trace, summary, many in found
    )  # fmt: skip


def rows_of(rows: Rows, change: int, limit: int) -> tuple[ChangedRow, ...]:
    """The first rows of a change, in the order in which they were changed: the columns
    that differ, instants as text."""
    found = rows.rows(
        "SELECT table_name, row_key, rows, before, after FROM change_row"
        " WHERE change_id = ? ORDER BY position LIMIT ?",
        (change, limit),
    )
    return tuple(
        ChangedRow(table, key, int(many), *_sides(shown(before), shown(after)))
        for table, key, many, before, after in found
    )


def _summary(text: str) -> Mapping[str, Plain]:
    found: dict[str, Any] = json.loads(text)
    return {str(name): _plain(value) for name, value in found.items()}


def _sides(
    before: Row | None, after: Row | None
) -> tuple[Mapping[str, Plain] | None, Mapping[str, Plain] | None]:
    """Where what is usual stood in place of a row, only what differs from it."""
    if before is None or after is None:
        return told(before), told(after)
    if NO_ROW not in before and NO_ROW not in after:
        return told(before), told(after)
    differ = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    return tuple(  # type: ignore[return-value]
        told({name: side[name] for name in side if name in differ}) for side in (before, after)
    )


def told(row: Row | None) -> Mapping[str, Plain] | None:
    """Columns in words that a person reads: `paused_us` is the instant `paused`."""
    if row is None:
        return None
    return dict(
        in_words(name, value) for name, value in row.items() if name not in (NO_ROW, COUNTER)
    )


def in_words(name: str, value: Any) -> tuple[str, Plain]:
    """A column as a person reads it."""
    if name.endswith(_INSTANT) and (value is None or isinstance(value, int)):
        return name.removesuffix(_INSTANT), None if value is None else _moment(value)
    return name, _plain(value)


def _moment(micros: int) -> str:
    """An instant; one that no calendar has is how a column says never."""
    return iso(from_micros(micros)) if micros < _NEVER else "never"


def _plain(value: Any) -> Plain:
    """What is no plain value is shown as text: bytes as what they spell, else JSON."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

"""Reading imports and quarantine."""

from __future__ import annotations

from typing import Any

from core.integrations.types import FileCount
from storage.engine.reader import Rows


def unfinished_import(rows: Rows, source: str, mapping: str) -> tuple[int, bool] | None:
    """(number, historical) of an import of the same files that was stopped."""
    row = rows.one(
        "SELECT id, historical FROM import_run WHERE source = ? AND mapping = ?"
        " AND state = 'running' ORDER BY id DESC LIMIT 1",
        (source, mapping),
    )
    return None if row is None else (row[0], bool(row[1]))


def had_import(rows: Rows, source: str) -> bool:
    """Whether an import of the source was ever finished."""
    return (
        rows.value(
            "SELECT 1 FROM import_run WHERE source = ? AND state = 'done' LIMIT 1", (source,)
        )
        is not None
    )


def file_watermark(rows: Rows, run: int, position: int) -> tuple[int, bool]:
    """(records taken in, whether the file is done)."""
    row = rows.one(
        "SELECT records, done FROM import_file WHERE run_id = ? AND position = ?",
        (run, position),
    )
    return (0, False) if row is None else (row[0], bool(row[1]))


def file_counts(rows: Rows, run: int) -> tuple[FileCount, ...]:
    found = rows.rows(
        "SELECT file, kind, records, stored, unchanged, quarantined FROM import_file"
        " WHERE run_id = ? ORDER BY position",
        (run,),
    )
    return tuple(FileCount(*row) for row in found)


def newest_of(rows: Rows, run: int) -> int | None:
    found: int | None = rows.value("SELECT newest_day FROM import_run WHERE id = ?", (run,))
    return found


def reasons_of(rows: Rows, source: str) -> tuple[tuple[str, int], ...]:
    """Codes of a source's rows in quarantine with their counts, most first."""
    found = rows.rows(
        "SELECT code, count(*) AS n FROM quarantine WHERE source = ? AND state = 'new'"
        " GROUP BY code ORDER BY n DESC, code",
        (source,),
    )
    return tuple((code, count) for code, count in found)


def count_new(rows: Rows) -> int:
    """Refused rows that nobody has dealt with."""
    return int(rows.value("SELECT count(*) FROM quarantine WHERE state = 'new'"))


def quarantined(rows: Rows, number: int) -> tuple[Any, ...] | None:
    """One refused row with its bytes."""
    return rows.one(
        "SELECT id, run_id, source, file, line, kind, code, reason, state, first_seen_us, raw"
        " FROM quarantine WHERE id = ?",
        (number,),
    )

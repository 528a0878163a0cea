"""Writing sources, imports and quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.engine.unit import Unit, bulk_insert
from storage.integrations.tables import ImportFile, ImportRun, Quarantine

QUARANTINE_COLUMNS = (
    "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest", "state",
    "first_seen_us",
)  # fmt: skip


def put_source(unit: Unit, name: str, calls: bool, logins: bool, created_us: int) -> bool:
    """Make a source known, with what it feeds; whether it is new."""
    new = unit.value("SELECT 1 FROM source WHERE name = ?", (name,)) is None
    unit.rows(
        "INSERT INTO source (name, feeds_calls, feeds_logins, created_us)"
        " VALUES (:name, :calls, :logins, :created) ON CONFLICT (name) DO UPDATE SET"
        " feeds_calls = max(feeds_calls, :calls), feeds_logins = max(feeds_logins, :logins)",
        {"name": name, "calls": int(calls), "logins": int(logins), "created": created_us},
    )
    return new


def begin_import(
    unit: Unit, source: str, mapping: str, historical: bool, started_us: int
) -> int:
    """Open an import; its number. `mapping` is the digest of mapping and files."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM import_run"))
    columns = ("id", "source", "mapping", "state", "historical", "started_us")
    row = (number, source, mapping, "running", int(historical), started_us)
    unit.bulk(bulk_insert(ImportRun, columns), [row])
    return number


def begin_file(unit: Unit, run: int, position: int, file: str, kind: str, sha256: str) -> None:
    columns = (
        "run_id", "position", "file", "kind", "sha256", "records", "stored", "unchanged",
        "quarantined", "done",
    )  # fmt: skip
    statement = bulk_insert(ImportFile, columns, conflict="ignore", keys=("run_id", "position"))
    unit.bulk(statement, [(run, position, file, kind, sha256, 0, 0, 0, 0, 0)])


def advance_file(
    unit: Unit, run: int, position: int, stored: int, unchanged: int, quarantined: int
) -> None:
    """Move a file's watermark on by one batch, with that batch's rows."""
    unit.rows(
        "UPDATE import_file SET records = records + :all, stored = stored + :stored,"
        " unchanged = unchanged + :unchanged, quarantined = quarantined + :bad"
        " WHERE run_id = :run AND position = :position",
        {
            "all": stored + unchanged + quarantined, "stored": stored,
            "unchanged": unchanged, "bad": quarantined, "run": run, "position": position,
        },
    )  # fmt: skip


def finish_file(unit: Unit, run: int, position: int) -> None:
    unit.rows(
        "UPDATE import_file SET done = 1 WHERE run_id = ? AND position = ?", (run, position)
    )


def finish_import(unit: Unit, run: int, ended_us: int) -> None:
    unit.rows(
        "UPDATE import_run SET state = 'done', ended_us = ? WHERE id = ?", (ended_us, run)
    )


def note_newest(unit: Unit, run: int, newest_day: int | None) -> None:
    """Keep the newest day met so far, in case the import goes on after a crash."""
    unit.rows(
        "UPDATE import_run SET newest_day = max(coalesce(newest_day, :day), :day)"
        " WHERE id = :run AND :day IS NOT NULL",
        {"day": newest_day, "run": run},
    )


def put_quarantine(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """Refused rows (QUARANTINE_COLUMNS); one that is there already stays as it is."""
    statement = bulk_insert(
        Quarantine,
        QUARANTINE_COLUMNS,
        conflict="ignore",
        keys=("source", "file", "line", "code", "digest"),
    )
    unit.bulk(statement, rows)

"""Reading imports: how far they are, and what they counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.integrations.layout import START, Watermark
from core.integrations.types import FileCount
from storage.engine.params import as_list
from storage.engine.reader import Rows


@dataclass(frozen=True, slots=True)
class FileState:
    """How far a file of an import is: records taken in, and where the next one
    stands; `skipped`: it was taken in whole before, by another import."""

    records: int = 0
    done: bool = False
    watermark: Watermark = START


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file of the same content that an import took in under the same rules."""

    run: int
    position: int
    file: str
    records: int
    quarantined: int


def unfinished_import(rows: Rows, source: str, mapping: str) -> tuple[int, bool] | None:
    """(number, historical) of an import of the same files that was stopped."""
    row = rows.one(
        "SELECT id, historical FROM import_run WHERE source = ? AND mapping = ?"
        " AND state = 'running' ORDER BY id DESC LIMIT 1",
        (source, mapping),
    )
    return None if row is None else (row[0], bool(row[1]))


def is_historical(rows: Rows, run: int) -> bool:
    """Whether the facts of an import count as known when they happened."""
    return bool(rows.value("SELECT historical FROM import_run WHERE id = ?", (run,)))


def had_import(rows: Rows, source: str) -> bool:
    """Whether an import of the source was ever finished."""
    return (
        rows.value(
            "SELECT 1 FROM import_run WHERE source = ? AND state = 'done' LIMIT 1", (source,)
        )
        is not None
    )


def file_state(rows: Rows, run: int, position: int) -> FileState:
    """How far a file is; the start for one that has not begun."""
    row = rows.one(
        "SELECT records, done, byte_offset, next_line FROM import_file"
        " WHERE run_id = ? AND position = ?",
        (run, position),
    )
    if row is None:
        return FileState()
    records, done, offset, line = row
    return FileState(records, bool(done), Watermark(offset or 0, line or 1))


def earlier_file(rows: Rows, source: str, sha256: str, layout: str) -> Earlier | None:
    """The last time that a file of this content was taken in whole, under rules of
    this digest."""
    row = rows.one(
        "SELECT f.run_id, f.position, f.file, f.records, f.quarantined FROM import_file f"
        " JOIN import_run r ON r.id = f.run_id JOIN import_layout l ON l.id = f.layout_id"
        " WHERE f.sha256 = ? AND f.done = 1 AND r.source = ? AND l.digest = ?"
        " ORDER BY f.run_id DESC, f.position DESC LIMIT 1",
        (sha256, source, layout),
    )
    return None if row is None else Earlier(*row)


def stored_since(
    rows: Rows, source: str, kinds: Iterable[str], run: int, position: int
) -> bool:
    """Whether an import of the source stored rows of these kinds after a file of an
    import: behind that place in the same import, or in a later one."""
    return (
        rows.value(
            "SELECT 1 FROM import_file f JOIN import_run r ON r.id = f.run_id"
            " WHERE r.source = :source AND f.stored > 0"
            " AND f.kind IN (SELECT value FROM texts(:kinds))"
            " AND (f.run_id > :run OR (f.run_id = :run AND f.position > :position)) LIMIT 1",
            {"source": source, "kinds": as_list(kinds), "run": run, "position": position},
        )
        is not None
    )


def layout_number(rows: Rows, digest: str) -> int | None:
    """The number of rules that are kept."""
    found: int | None = rows.value("SELECT id FROM import_layout WHERE digest = ?", (digest,))
    return found


def layout_body(rows: Rows, number: int) -> str | None:
    """The rules that files were read under, as text."""
    found: str | None = rows.value("SELECT body FROM import_layout WHERE id = ?", (number,))
    return found


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
        "SELECT code, count(*) AS n FROM quarantine WHERE source = ?"
        " AND state IN ('new', 'fixed') GROUP BY code ORDER BY n DESC, code",
        (source,),
    )
    return tuple((code, count) for code, count in found)

"""Writing sources, and how far imports are."""

from __future__ import annotations

from core.integrations.layout import Watermark
from storage.engine.unit import Unit, bulk_insert
from storage.health.marks import drop_past_views, mark_changed, mark_history
from storage.integrations.tables import ImportFile, ImportLayout, ImportRun

_KNOWN = "SELECT DISTINCT client_id FROM client_identity WHERE source = ?"


def put_source(unit: Unit, name: str, calls: bool, logins: bool, created_us: int) -> bool:
    """Make a source known, with what it feeds; whether it is new.

    From the moment that it feeds a measure, no use of the clients that it knows is a
    nought and no longer unknown: they are marked, and their past with them.
    """
    before = unit.one("SELECT feeds_calls, feeds_logins FROM source WHERE name = ?", (name,))
    unit.run(
        "INSERT INTO source (name, feeds_calls, feeds_logins, created_us)"
        " VALUES (:name, :calls, :logins, :created) ON CONFLICT (name) DO UPDATE SET"
        " feeds_calls = greatest(source.feeds_calls, :calls),"
        " feeds_logins = greatest(source.feeds_logins, :logins)",
        {"name": name, "calls": int(calls), "logins": int(logins), "created": created_us},
    )
    fed = before or (0, 0)
    if calls > fed[0] or logins > fed[1]:
        known = [client for (client,) in unit.rows(_KNOWN, (name,))]
        mark_changed(unit, known, "source")
        mark_history(unit, known)
        if known:
            drop_past_views(unit, 0)
    return before is None


def begin_import(
    unit: Unit, source: str, mapping: str, historical: bool, started_us: int
) -> int:
    """Open an import; its number. `mapping` is the digest of mapping and files."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM import_run"))
    columns = ("id", "source", "mapping", "state", "historical", "started_us")
    row = (number, source, mapping, "running", int(historical), started_us)
    unit.bulk(bulk_insert(ImportRun, columns), [row])
    return number


def put_layout(unit: Unit, digest: str, body: str) -> int:
    """Keep the rules that a file is read under; their number."""
    found = unit.value("SELECT id FROM import_layout WHERE digest = ?", (digest,))
    if found is not None:
        return int(found)
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM import_layout"))
    unit.bulk(bulk_insert(ImportLayout, ("id", "digest", "body")), [(number, digest, body)])
    return number


def begin_file(
    unit: Unit, run: int, position: int, file: str, kind: str, sha256: str, layout: int
) -> None:
    """Make a file of an import known; one that is known keeps how far it is."""
    columns = (
        "run_id", "position", "file", "kind", "sha256", "records", "stored", "unchanged",
        "quarantined", "done", "layout_id",
    )  # fmt: skip
    statement = bulk_insert(ImportFile, columns, conflict="ignore", keys=("run_id", "position"))
    unit.bulk(statement, [(run, position, file, kind, sha256, 0, 0, 0, 0, 0, layout)])


def advance_file(
    unit: Unit,
    run: int,
    position: int,
    counts: tuple[int, int, int],
    watermark: Watermark | None = None,
) -> None:
    """Move a file on by one batch, with that batch's rows: how many were stored,
    unchanged and refused, and where the next record stands."""
    stored, unchanged, refused = counts
    unit.run(
        "UPDATE import_file SET records = records + :all, stored = stored + :stored,"
        " unchanged = unchanged + :unchanged, quarantined = quarantined + :bad,"
        " byte_offset = coalesce(:offset, byte_offset), next_line = coalesce(:line, next_line)"
        " WHERE run_id = :run AND position = :position",
        {
            "all": sum(counts), "stored": stored, "unchanged": unchanged, "bad": refused,
            "offset": None if watermark is None else watermark.offset,
            "line": None if watermark is None else watermark.line,
            "run": run, "position": position,
        },
    )  # fmt: skip


def finish_file(unit: Unit, run: int, position: int) -> None:
    unit.run(
        "UPDATE import_file SET done = 1 WHERE run_id = ? AND position = ?", (run, position)
    )


def end_import(unit: Unit, run: int, state: str, ended_us: int) -> None:
    """An import is `done`, or `stopped` for good."""
    unit.run(
        "UPDATE import_run SET state = ?, ended_us = ? WHERE id = ?", (state, ended_us, run)
    )


def note_newest(unit: Unit, run: int, newest_day: int | None) -> None:
    """Keep the newest day met so far, in case the import goes on after a crash."""
    if newest_day is not None:
        unit.run(
            "UPDATE import_run SET newest_day = greatest(coalesce(newest_day, :day), :day)"
            " WHERE id = :run",
            {"day": newest_day, "run": run},
        )

"""Writing refused rows: kept once each, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert, bulk_update
from storage.integrations.tables import Quarantine

_COLUMNS = (
    "id", "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest",
    "state", "first_seen_us", "last_run_id", "layout_id", "cut",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The file that rows were refused of, and the import that did it."""

    run: int
    source: str
    file: str
    kind: str
    layout: int | None
    seen_us: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row: `digest` of its bytes, of which `cut` were left out."""

    line: int
    code: str
    reason: str
    raw: bytes
    digest: str
    cut: int


def put_refused(unit: Unit, file: RefusedFile, rows: Sequence[RefusedRow]) -> None:
    """Keep refused rows. One that is there already, by file, line and content,
    keeps its number, its first import and its state."""
    if not rows:
        return
    there = _there(unit, file, rows)
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM quarantine"))
    new: list[tuple[Any, ...]] = []
    again: list[tuple[Any, ...]] = []
    for row in rows:
        codes = there.setdefault((row.line, row.digest), {})
        known = codes.get(row.code, next(iter(codes.values()), None))
        if known is not None:
            again.append((known, file.run, row.code, row.reason, file.layout))
            continue
        codes[row.code] = number
        new.append(
            (
                number, file.run, file.source, file.file, row.line, file.kind, row.code,
                row.reason, row.raw, row.digest, "new", file.seen_us, file.run, file.layout,
                row.cut,
            )
        )  # fmt: skip
        number += 1
    unit.bulk(bulk_insert(Quarantine, _COLUMNS), new)
    changes = ("last_run_id", "code", "reason", "layout_id")
    unit.bulk(bulk_update(Quarantine, ("id",), replace=changes), again)


def _there(
    unit: Unit, file: RefusedFile, rows: Sequence[RefusedRow]
) -> dict[tuple[int, str], dict[str, int]]:
    """What is kept of these lines already: by line and content, number by code."""
    found: dict[tuple[int, str], dict[str, int]] = {}
    for number, line, digest, code in unit.rows(
        "SELECT id, line, digest, code FROM quarantine WHERE source = :source"
        " AND file = :file AND line IN (SELECT value FROM ints(:lines)) ORDER BY id",
        {
            "source": file.source,
            "file": file.file,
            "lines": as_list({row.line for row in rows}),
        },
    ):
        found.setdefault((line, digest), {}).setdefault(code, number)
    return found


def settle_accepted(unit: Unit, source: str, file: str, sha256: str, run: int) -> int:
    """Rows of a file that an import of the same content refused before, and `run`
    did not, have come in: they count as replayed. How many."""
    return unit.run(
        "UPDATE quarantine SET state = 'replayed' WHERE source = :source AND file = :file"
        " AND state IN ('new', 'fixed') AND last_run_id <> :run AND last_run_id IN"
        " (SELECT run_id FROM import_file WHERE sha256 = :sha256 AND file = :file)",
        {"source": source, "file": file, "sha256": sha256, "run": run},
    )


def put_fixed(unit: Unit, rows: Iterable[tuple[int, bytes]]) -> None:
    """Bytes that stand for those of a row from now on."""
    changes = ("state", "fixed")
    statement = bulk_update(Quarantine, ("id",), replace=changes)
    unit.bulk(statement, [(number, "fixed", fixed) for number, fixed in rows])


def put_states(unit: Unit, numbers: Iterable[int], state: str) -> None:
    statement = bulk_update(Quarantine, ("id",), replace=("state",))
    unit.bulk(statement, [(number, state) for number in numbers])


def put_reasons(unit: Unit, rows: Iterable[tuple[int, str, str]]) -> None:
    """Rows (number, code, reason) that were refused again."""
    statement = bulk_update(Quarantine, ("id",), replace=("code", "reason", "state"))
    unit.bulk(statement, [(number, code, reason, "new") for number, code, reason in rows])

"""Reading which backups were made."""

from __future__ import annotations

from typing import NamedTuple

from storage.engine.reader import Rows


class Made(NamedTuple):
    """A row about a backup; times in microseconds."""

    id: int
    made_us: int
    path: str
    host: str
    kind: str
    bytes: int
    rows: int
    checksum: str


def backups(rows: Rows) -> list[Made]:
    """All that were made and not taken away, the newest first."""
    found = rows.rows(
        "SELECT id, made_us, path, host, kind, bytes, rows, checksum FROM backup"
        " ORDER BY made_us DESC, id DESC"
    )
    return [Made(*row) for row in found]

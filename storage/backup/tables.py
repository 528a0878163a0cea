"""Backups that were made of this store."""

from __future__ import annotations

from storage.engine.schema import Table, big, note, rowid, table_args


class Backup(Table, table=True):
    """A backup that was made and proved: where it is, on which machine, what the
    file is by `sha256`, and its content by `checksum`. `kind` is `asked`, `job` or
    `before-restore`; the row goes with the file."""

    __table_args__ = table_args()

    id: int | None = rowid()
    made_us: int = big()
    path: str = note()
    host: str = note()
    kind: str = note()
    bytes: int = big()
    rows: int = big()
    sha256: str = note()
    checksum: str = note()

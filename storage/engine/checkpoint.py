"""Moving the write-ahead log into the store: one process at a time (TRUST 1.2)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.engine.faults import translate


def wal_bytes(path: Path) -> int:
    """Size of the log beside the store."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except FileNotFoundError:
        return 0


def checkpoint(path: Path, *, truncate: bool) -> bool:
    """PASSIVE, or TRUNCATE at the end of work; whether all of the log went over.

    Only the holder of the lease may call it. The result is looked at: a
    checkpoint that fails as the last connection closes is reported to nobody.
    """
    connection = sqlite3.connect(path, timeout=1.0, isolation_level=None)
    try:
        mode = "TRUNCATE" if truncate else "PASSIVE"
        busy, log, moved = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        return not busy and log == moved
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error
    finally:
        connection.close()

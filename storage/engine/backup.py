"""A verified copy of a store: what is taken before anything is migrated."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path

from core.values.errors import BellbuoyError
from storage.engine.faults import translate


def verified_copy(source: Path, target: Path) -> str:
    """Copy `source` to `target` and prove the copy; its content hash.

    VACUUM INTO a temporary name, integrity and foreign keys checked, every
    table's content hashed on both sides (an integrity check alone does not see
    changed content, TRUST 1.3), synced, renamed. Raises BellbuoyError when the
    copy cannot be proved; then no file is left under the target's name.
    """
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        with sqlite3.connect(source, isolation_level=None) as connection:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("VACUUM INTO ?", (str(draft),))
            expected = content_hash(connection)
        connection.close()
        found = _proved(draft)
        if found != expected:
            raise BellbuoyError(f"the copy of {source} differs from it; nothing was changed")
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    except sqlite3.Error as error:
        raise translate(error, str(source)) from error
    finally:
        draft.unlink(missing_ok=True)
    return expected


def _proved(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
        if verdict != "ok" or orphans:
            raise BellbuoyError(f"the copy {path} is not sound: {verdict}")
        return content_hash(connection)
    finally:
        connection.close()


def content_hash(connection: sqlite3.Connection) -> str:
    """SHA-256 over every table's rows in primary-key order, and its form."""
    digest = sha256()
    tables = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    for name, sql in tables:
        digest.update(f"{name}\n{sql}\n".encode())
        keys = connection.execute(
            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (name,)
        ).fetchall()
        order = ", ".join(f'"{key}"' for (key,) in keys) or "rowid"
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

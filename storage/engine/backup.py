"""A verified copy of a SQLite store: what is taken before anything is migrated."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.values.errors import BellbuoyError
from storage.engine.content import content_hash, row_count
from storage.engine.faults import translate
from storage.engine.reader import Told, untold
from storage.engine.sqlite_reader import SqliteReader


def verified_copy(source: Path, target: Path, told: Told = untold) -> str:
    """Copy `source` to `target` and prove the copy; its content hash.

    VACUUM INTO a temporary name, integrity and foreign keys checked, the form
    and every table's content compared with the source's (an integrity check alone
    does not see changed content), synced, renamed. Raises BellbuoyError when the
    copy cannot be proved; then no file is left under the target's name. `told` counts
    each row twice: read at the source, and at the copy.
    """
    draft = target.with_name(target.name + ".part")
    try:
        draft.unlink(missing_ok=True)
        _vacuum_into(source, draft)
        expected = _said_of(source, told)
        if _proved(draft, told) != expected:
            raise BellbuoyError(f"the copy of {source} differs from it; nothing was changed")
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    except sqlite3.Error as error:
        raise translate(error, str(source)) from error
    except OSError as error:
        raise BellbuoyError(f"cannot write {target}: {error.strerror}") from error
    finally:
        # What a failing disk leaves of it, the next one takes away.
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return expected[1]


def _vacuum_into(source: Path, draft: Path) -> None:
    connection = sqlite3.connect(source, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("VACUUM INTO ?", (str(draft),))
    finally:
        connection.close()


def _proved(path: Path, told: Told) -> tuple[Any, str]:
    connection = sqlite3.connect(path)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if verdict != "ok" or orphans:
        raise BellbuoyError(f"the copy {path} is not sound: {verdict}")
    return _said_of(path, told, passes=1)


def _said_of(path: Path, told: Told, *, passes: int = 0) -> tuple[Any, str]:
    """Form and content in one snapshot: how each table is made, and the hash."""
    with SqliteReader(path) as reader:
        reader.rows("BEGIN")
        form = reader.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
        rows = row_count(reader, reader.tables())
        return form, content_hash(reader, lambda done: told(passes * rows + done, 2 * rows))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

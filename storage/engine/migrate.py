"""Making a SQLite store, and bringing its form up to date in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.engine.backup import verified_copy
from storage.engine.checkpoint import checkpoint
from storage.engine.faults import is_database_error, translate
from storage.engine.reader import Told, untold
from storage.engine.sqlite import writing_engine
from storage.engine.sqlite_form import schema_of, taken
from storage.engine.upgrade import upgrade_connection
from storage.engine.version import APPLICATION_ID, SCHEMA


def create(path: Path, target: int = SCHEMA) -> None:
    """Make an empty store of form `target` at a path where nothing is yet.

    Raises UsageError when the file exists. A store that must appear only when
    it is full is made under another name and moved (`publish`).
    """
    if path.exists():
        raise taken(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The log of a store that somebody removed would be taken for this one's.
    discard_log(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error
    finally:
        connection.close()
    _upgrade(path, target)


def publish(draft: Path, path: Path) -> None:
    """Give a finished draft its name: all of it, or nothing, after a crash."""
    if path.exists():
        raise taken(path)
    checkpoint(draft, truncate=True)
    discard_log(draft)
    discard_log(path)
    draft.replace(path)


def discard(draft: Path) -> None:
    """Remove a draft that an earlier attempt left behind."""
    discard_log(draft)
    draft.unlink(missing_ok=True)


def discard_log(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def migrate(path: Path, target: int = SCHEMA, told: Told = untold) -> Path | None:
    """Bring a store up to `target`; the path of the verified copy taken first,
    None when there was nothing to do. `told` counts the rows of the copy, which takes
    nearly all of the time."""
    found = schema_of(path)
    if found >= target:
        return None
    copy = path.with_name(f"{path.name}.form-{found}")
    verified_copy(path, copy, told)
    _upgrade(path, target)
    return copy


def _upgrade(path: Path, target: int) -> None:
    try:
        with writing_engine(path, True).connect() as connection, connection.begin():
            upgrade_connection(connection, target)
    except Exception as error:
        if is_database_error(error):
            raise translate(error, str(path)) from error
        raise

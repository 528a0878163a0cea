"""Whether a file is a store, and of which form."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.values.errors import ConflictError, NotFoundError, UsageError
from storage.engine.faults import translate
from storage.engine.version import APPLICATION_ID, SCHEMA


def taken(path: Path) -> UsageError:
    return UsageError(f"{path} exists already", "choose another path, or remove it first")


def schema_of(path: Path) -> int:
    """`user_version` of a Bellbuoy store.

    Raises NotFoundError without a file, UsageError for a file that is none of
    ours, ConflictError for one that a newer program made.
    """
    if not os.path.exists(path):  # False, too, for a name that no file can have
        raise NotFoundError(
            f"no store at {path}", "make one: bellbuoy store init, or: bellbuoy store demo"
        )
    if not path.is_file():
        raise UsageError(f"{path} is no file")
    with _plain(path) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID or version < 1:
        raise UsageError(f"{path} is no Bellbuoy store")
    if version > SCHEMA:
        raise ConflictError(
            f"{path} was made by a newer Bellbuoy (form {version}; this one knows {SCHEMA})",
            "update Bellbuoy",
        )
    return version


@contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error

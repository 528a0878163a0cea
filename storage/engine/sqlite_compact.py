"""Giving the room of deleted rows in a SQLite store back to the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.engine.faults import translate
from storage.engine.sqlite import BUSY_MS

_PAGES = 500
"""Pages a transaction: others who write wait for milliseconds."""


def free_bytes(path: Path) -> int:
    """Bytes of pages that hold nothing any more."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            (pages,) = connection.execute("PRAGMA freelist_count").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error
    return int(pages) * int(size)


def compact_file(path: Path, *, whole: bool, told: Callable[[int, int], None]) -> None:
    """Give free pages back, a few at a time while others write; `whole`: write all of
    the store anew in one transaction, each table in one piece. The log takes what
    moves: checkpoint behind it."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in (f"busy_timeout = {BUSY_MS}", "wal_autocheckpoint = 0"):
                connection.execute(f"PRAGMA {pragma}")
            (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
            if whole or mode == 0:  # it was made without: only VACUUM can give back
                connection.execute("VACUUM")
                return
            (first,) = connection.execute("PRAGMA freelist_count").fetchone()
            left = first
            while left:
                connection.execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()
                (now,) = connection.execute("PRAGMA freelist_count").fetchone()
                if now >= left:
                    return  # others free as fast as this gives back
                left = now
                told(first - left, first)
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error

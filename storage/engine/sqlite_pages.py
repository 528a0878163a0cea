"""SQLite files copied page by page: out of a snapshot, and into a live store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from core.values.errors import BellbuoyError, ConflictError
from storage.engine.faults import translate
from storage.engine.sqlite_reader import SqliteReader

_PAGES = 2_000
"""Pages at a time: 8 MB, between two looks at whether to stop."""

_FEW = 16
"""Fewer pages than any store has: the last step commits, and the first must not be
the last, as it is behind it that the locked store is looked at."""

Told = Callable[[int, int], None]
"""Called with (pages done, pages in all); what it raises stops the copy."""


def pages_out(reader: SqliteReader, target: Path, told: Told) -> None:
    """Copy what a reader sees into a new file that stands alone, without a log.

    Where the reader holds a snapshot, the copy is of that moment: a step goes on in
    the transaction that is open, whatever others commit meanwhile.
    """
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as made:
            made.execute("PRAGMA synchronous = OFF")  # it is synced once, at the end
            reader.pages_into(made, _PAGES, told)
            made.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise translate(error, str(target)) from error


def without_log(path: Path) -> None:
    """Let a file that nobody has open stand alone, without a log beside it."""
    _set_journal(path, "DELETE")


def with_log(path: Path) -> None:
    """Let a file that nobody has open be written as a store is: with a log."""
    _set_journal(path, "WAL")


def _set_journal(path: Path, mode: str) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as made:
            made.execute(f"PRAGMA journal_mode = {mode}")
    except sqlite3.Error as error:
        raise translate(error, str(path)) from error


def pages_in(source: Path, live: Path, unchanged: Callable[[], bool], told: Told) -> None:
    """Replace all of a live store by another file, in one transaction of the live one:
    readers see the old store or the new one, and so does whoever opens it after a crash.

    `unchanged` is asked once nobody else can write any more. Raises ConflictError
    where it says no; then nothing is replaced.
    """
    asked = False

    def step(done: int, total: int) -> None:
        nonlocal asked
        if not asked and not unchanged():
            raise ConflictError(
                "somebody wrote to the store meanwhile; nothing was replaced",
                "run the same command again",
            )
        asked = True
        told(done, total)

    try:
        with (
            SqliteReader(source) as reader,
            closing(sqlite3.connect(live, isolation_level=None)) as target,
        ):
            _same_pages(reader, target, live)
            for pragma in ("wal_autocheckpoint = 0", "synchronous = FULL"):
                target.execute(f"PRAGMA {pragma}")
            reader.begin()
            reader.pages_into(target, _FEW, step)
    except sqlite3.Error as error:
        raise translate(error, str(live)) from error


def _same_pages(reader: SqliteReader, target: sqlite3.Connection, live: Path) -> None:
    """A log takes no pages of another size."""
    target.execute("PRAGMA journal_mode").fetchone()  # the copy has to know of the log
    (mine,) = target.execute("PRAGMA page_size").fetchone()
    theirs = reader.value("PRAGMA page_size")
    if mine != theirs:
        raise BellbuoyError(
            f"{live} has pages of {mine} bytes, the backup of {theirs}",
            "restore into a new store: bellbuoy store restore FILE --to NEW",
        )


def file_faults(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a file; nothing for a sound one. Raises
    BellbuoyError for one that it cannot read."""
    with SqliteReader(path) as reader:
        found = [str(line) for (line,) in reader.rows("PRAGMA integrity_check(10)")]
        broken = len(reader.rows("PRAGMA foreign_key_check"))
    faults = [] if found == ["ok"] else found
    if broken:
        some = "1 row names" if broken == 1 else f"{broken:,} rows name"
        faults.append(f"{some} a missing row")
    return faults

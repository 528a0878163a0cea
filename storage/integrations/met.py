"""Which ids an import has met: in a scratch file, whatever their number.

It is SQLite's own temporary database: a file without a name, there as long as it
is open, of which a few megabytes are held in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.sqlite_rows import insert_rows

_INSERT = "INSERT OR IGNORE INTO met (kind, external_id) VALUES (?, ?)"


class MetIds:
    """The ids of one run, a kind apart from the others. Close it at the end."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(
            "CREATE TABLE met (kind TEXT NOT NULL, external_id TEXT NOT NULL,"
            " PRIMARY KEY (kind, external_id)) WITHOUT ROWID"
        )

    def meet(self, kind: str, external_ids: Sequence[str]) -> list[bool]:
        """Whether each is met for the first time, in their order; from now on all
        of them have been met."""
        known = self._known(kind, external_ids)
        self._db.execute("BEGIN")
        insert_rows(self._db, _INSERT, 2, ((each,) for each in external_ids), (0,), (kind,))
        self._db.execute("COMMIT")
        if not known and len(set(external_ids)) == len(external_ids):
            return [True] * len(external_ids)
        first = []
        for each in external_ids:
            first.append(each not in known)
            known.add(each)
        return first

    def _known(self, kind: str, external_ids: Sequence[str]) -> set[str]:
        if self._db.execute("SELECT 1 FROM met LIMIT 1").fetchone() is None:
            return set()
        found = self._db.execute(
            "SELECT external_id FROM met WHERE kind = ?"
            " AND external_id IN (SELECT value FROM json_each(?))",
            (kind, as_list(external_ids)),
        )
        return {external_id for (external_id,) in found}

    def close(self) -> None:
        self._db.close()

"""The index of names takes in what a transaction changed, before it commits."""

from __future__ import annotations

import sqlite3

_SINCE = 7  # the migration that made it
_WAITS = "SELECT 1 FROM client_search_due LIMIT 1"
_APPLY = (
    "INSERT INTO client_search (client_search, rowid, name_key)"
    " SELECT 'delete', id, before FROM client_search_due WHERE before IS NOT NULL ORDER BY id",
    "INSERT INTO client_search (rowid, name_key)"
    " SELECT id, after FROM client_search_due WHERE after IS NOT NULL ORDER BY id",
    "DELETE FROM client_search_due",
)


def index_names(driver: sqlite3.Connection) -> None:
    """Bring the index up to the names that this transaction leaves."""
    (form,) = driver.execute("PRAGMA user_version").fetchone()
    if form >= _SINCE and driver.execute(_WAITS).fetchone() is not None:
        for statement in _APPLY:
            driver.execute(statement)

"""The SQL functions that a compiled query calls on SQLite.

Both are deterministic and answer NULL for NULL. Another engine needs two
functions of the same names.
"""

from __future__ import annotations

import sqlite3

from core.query.automaton import automaton
from core.values.text import fold


def register(connection: sqlite3.Connection) -> None:
    """Give a connection `fold(text)` and `bb_match(pattern, text)`."""
    connection.create_function("fold", 1, _fold, deterministic=True)
    connection.create_function("bb_match", 2, _match, deterministic=True)


def _fold(value: object) -> str | None:
    return None if value is None else fold(str(value))


def _match(pattern: str, value: object) -> bool | None:
    return None if value is None else automaton(pattern).search(fold(str(value)))

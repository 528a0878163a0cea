"""The verdict on the SQLite library that Python brings (TRUST 1.2)."""

from __future__ import annotations

import sqlite3

SQLITE = sqlite3.sqlite_version


def version_verdict(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset fault (3.7.0 to 3.51.2)."""
    return not (3, 7, 0) <= version < (3, 51, 3)

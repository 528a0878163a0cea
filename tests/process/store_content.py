"""The content of a store, for saying that two are the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path

LEDGERS = frozenset(
    {
        "audit", "change_set", "change_row", "import_run", "import_file", "job_run",
        "job_request", "job_state", "job_plan", "lease", "worker", "alembic_version",
    }
)  # fmt: skip
"""Tables that record how something came about, and so differ between two ways."""

# Columns and settings that say when something was written, not what.
_WHEN = frozenset({"created_us", "known_us", "recorded_us", "scored_us", "first_seen_us"})
_MOMENTS = frozenset({"health.until"})
_WHO = frozenset({"run_id"})


def content(
    path: Path, *, without: Collection[str] = LEDGERS
) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every other table, sorted, without what tells when."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'client_search%' ORDER BY name"
            )
            if name not in without
        ]
        found = {}
        for table in tables:
            columns = [
                f'"{row[1]}"'
                for row in connection.execute(f'PRAGMA table_info("{table}")')
                if row[1] not in _WHEN | _WHO
            ]
            rows = connection.execute(f'SELECT {", ".join(columns)} FROM "{table}"').fetchall()
            found[table] = sorted(
                (row for row in rows if table != "setting" or row[0] not in _MOMENTS), key=repr
            )
        return found
    finally:
        connection.close()

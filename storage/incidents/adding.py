"""What a new incident needs to know of the store."""

from __future__ import annotations

from collections.abc import Sequence

from storage.engine.params import as_list
from storage.engine.reader import Rows


def named_here(rows: Rows, source: str, keys: Sequence[str]) -> dict[str, str]:
    """Of some ids in a source those that are there, with the public ids."""
    found = rows.rows(
        "SELECT external_id, key FROM incident WHERE source = :source"
        " AND external_id IN (SELECT value FROM texts(:keys))",
        {"source": source, "keys": as_list(keys)},
    )
    return dict(found)


def plans_of(rows: Rows, clients: Sequence[int]) -> dict[int, str | None]:
    """Client to its plan."""
    found = rows.rows(
        "SELECT id, plan FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return dict(found)

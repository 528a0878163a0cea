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


def there_already(rows: Rows, source: str, keys: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Of some ids, in a source or public ones, those that there are: the public id, and
    when it was opened. An id in the source goes before."""
    found = rows.rows(
        "SELECT key, key, opened_us FROM incident WHERE key IN (SELECT value FROM texts(:keys))"
        " UNION ALL SELECT external_id, key, opened_us FROM incident WHERE source = :source"
        " AND external_id IN (SELECT value FROM texts(:keys))",
        {"source": source, "keys": as_list(keys)},
    )
    return {name: (key, opened_us) for name, key, opened_us in found}


def plans_of(rows: Rows, clients: Sequence[int]) -> dict[int, str | None]:
    """Client to its plan."""
    found = rows.rows(
        "SELECT id, plan FROM client WHERE id IN (SELECT value FROM ints(?))",
        (as_list(clients),),
    )
    return dict(found)

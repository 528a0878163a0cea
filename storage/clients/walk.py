"""Going through all clients, a chunk at a time, by the store's own number."""

from __future__ import annotations

from typing import NamedTuple

from storage.engine.reader import Rows


class NextClient(NamedTuple):
    id: int
    key: str
    start_day: int | None
    end_day: int | None


def count_clients(rows: Rows) -> int:
    return int(rows.value("SELECT count(*) FROM client"))


def next_clients(rows: Rows, after: int, limit: int) -> list[NextClient]:
    """The next clients behind a number."""
    found = rows.rows(
        "SELECT id, key, start_day, end_day FROM client WHERE id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [NextClient(*row) for row in found]

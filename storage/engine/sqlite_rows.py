"""Many rows a statement: SQLite spends more on running one than on a row of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

_PARAMETERS = 900
"""Bound at once: every SQLite takes 999."""


def places(width: int) -> str:
    """`(?, ?, ?)`, for a row of three."""
    return f"({', '.join('?' * width)})"


def insert_rows(
    driver: sqlite3.Connection,
    sql: str,
    width: int,
    rows: Iterable[Sequence[Any]],
    shared_at: Sequence[int] = (),
    shared: Sequence[Any] = (),
) -> int:
    """Run an INSERT of one row of `width` values (`VALUES (?, ?)`, as `places` writes
    it) for many rows, in their order; how many were written. The values of `shared`
    stand in each row at `shared_at`, and the rows leave them out."""
    at_once = max(1, (_PARAMETERS - len(shared)) // (width - len(shared)))
    many, one = (_statement(sql, width, tuple(shared_at), count) for count in (at_once, 1))
    coming = iter(rows)
    some = list(islice(coming, at_once))
    written = 0
    if len(some) == at_once:
        # Only then is the long statement worth its preparation.
        def whole() -> Iterator[list[Any]]:
            nonlocal some
            while len(some) == at_once:
                yield [*shared, *chain.from_iterable(some)]
                some = list(islice(coming, at_once))

        written = driver.executemany(many, whole()).rowcount
    rest = driver.executemany(one, [[*shared, *row] for row in some]).rowcount
    return max(0, written) + max(0, rest)


@lru_cache(maxsize=256)
def _statement(sql: str, width: int, shared_at: tuple[int, ...], count: int) -> str:
    """The INSERT for `count` rows. Parameters have numbers: what is shared is bound
    once a statement, which saves a third of the time of a row."""
    numbers = iter(range(len(shared_at) + 1, len(shared_at) + 1 + width * count))
    shared = {place: number for number, place in enumerate(shared_at, start=1)}
    written = [
        f"({', '.join(f'?{shared.get(at) or next(numbers)}' for at in range(width))})"
        for _ in range(count)
    ]
    return sql.replace(f"VALUES {places(width)}", f"VALUES {', '.join(written)}", 1)

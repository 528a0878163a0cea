"""A list as the store sees it: what to select, from where, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.engine.reader import Allowed, Reader, Rows, TookLong
from storage.query.order import (
    KeyValue,
    OrderKey,
    after,
    backwards,
    order_by,
    page_parts,
    page_sql,
)

ANCHOR = 1024
"""Every so many rows a sort key is kept, so that a jump reads near its goal."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a list is looked for where few rows fit (`storage/query/sparse.py`).

    `patience_s`: seconds for a page along the order, none at all with 0, and `a_row_s`
    more for each row of it; `few`: so many rows are kept in their order; `portion`: so
    many numbers are looked through between two words of how far it is.
    """

    patience_s: float = 0.1
    a_row_s: float = 0.004
    few: int = 10 * ANCHOR
    portion: int = 32_768


@dataclass(frozen=True, slots=True)
class Listing:
    """`select` of `relation` (what follows FROM) where `where`, by `keys`, which
    end in a unique one. `id_sql` is the row's own number, `params` belong to
    relation and where. `narrow` is a relation of as many rows that has all that
    `where` and `keys` speak of: a million rows are counted in it without the rest.
    `table` is the one whose `id` the row's number is. `sieve` is a condition that holds
    wherever `where` does and that an index serves: what reads all rows begins with it,
    while a page may be found sooner along the order."""

    select: str
    relation: str
    where: str
    keys: tuple[OrderKey, ...]
    id_sql: str
    params: Mapping[str, Any] = field(default_factory=dict)
    narrow: str = ""
    table: str = ""
    pace: Pace = Pace()
    sieve: str = ""

    @property
    def counted(self) -> str:
        return self.narrow or self.relation

    @property
    def sifted(self) -> str:
        """What all rows of the list meet, as it is asked of every row."""
        return f"{self.sieve} AND ({self.where})" if self.sieve else self.where

    def page(
        self, rows: Rows, cursor: Sequence[KeyValue] | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """At most `limit` rows behind a cursor; each ends in its sort key."""
        return rows.rows(*self._page(cursor, limit))

    def page_within(
        self, rows: Reader, cursor: Sequence[KeyValue] | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """The same, if it comes within the patience of the pace. Raises TookLong."""
        # Behind a cursor the rows are put together before the first of them is given.
        at_once = limit * self.pace.a_row_s if cursor is not None else 0.0
        return rows.rows_within(*self._page(cursor, limit), self._allowed(at_once))

    def _page(
        self, cursor: Sequence[KeyValue] | None, limit: int
    ) -> tuple[str, dict[str, Any]]:
        sql, params = page_sql(self.select, self.relation, self.where, self.keys, cursor, limit)
        return sql, {**self.params, **params}

    def _allowed(self, at_once: float = 0.0) -> Allowed:
        if self.pace.patience_s <= 0:
            raise TookLong
        return Allowed(self.pace.patience_s + at_once, self.pace.a_row_s)

    def first_rows(self, rows: Reader, limit: int) -> Iterator[tuple[Any, ...]]:
        """The rows of the first page one by one, as they are found: where few fit, the
        first is there long before the last. Not one snapshot: the rows without a value
        of the key are looked for behind the others. Raises TookLong."""
        allowed = self._allowed()
        parts, params = page_parts(self.select, self.relation, self.where, self.keys, None)
        left = limit
        for part in parts:
            if not left:
                return
            limited = {**self.params, **params, "page_limit": left}
            for row in rows.stream(part, limited, allowed):
                yield row
                left -= 1

    def key_of(self, row: Sequence[Any]) -> tuple[KeyValue, ...]:
        """The sort key at the end of a row of `page`."""
        return tuple(row[-len(self.keys) :])

    def count(self, rows: Rows) -> int:
        return int(
            rows.value(f"SELECT count(*) FROM {self.counted} WHERE {self.sifted}", self.params)
        )

    def count_to(self, rows: Rows, most: int) -> int:
        """The same, but no further than `most`."""
        return int(
            rows.value(
                f"SELECT count(*) FROM (SELECT 1 AS one FROM {self.counted}"
                f" WHERE {self.sifted} LIMIT :most) AS counted",
                {**self.params, "most": most},
            )
        )

    def anchors(self, rows: Rows) -> list[tuple[KeyValue, ...]]:
        """The sort keys of rows 1024, 2048, … in one statement."""
        named = ", ".join(f"{key.sql} AS key_{i}" for i, key in enumerate(self.keys))
        picked = ", ".join(f"key_{i}" for i in range(len(self.keys)))
        return rows.rows(
            f"SELECT {picked} FROM (SELECT {named}, row_number() OVER ({order_by(self.keys)})"
            f" AS place FROM {self.counted} WHERE {self.sifted}) AS numbered"
            f" WHERE place % {ANCHOR} = 0 ORDER BY place",
            self.params,
        )

    def key_at(self, rows: Rows, number: int) -> tuple[KeyValue, ...] | None:
        """The sort key of the row with this number; None: it is not there."""
        named = ", ".join(key.sql for key in self.keys)
        return rows.one(
            f"SELECT {named} FROM {self.counted} WHERE ({self.where})"
            f" AND {self.id_sql} = :row_number",
            {**self.params, "row_number": number},
        )

    def count_before(self, rows: Reader, key: Sequence[KeyValue]) -> int:
        """How many rows stand before a sort key, along the order. Raises TookLong."""
        branches, params = after(backwards(self.keys), key)
        counts = [
            f"SELECT count(*) FROM {self.counted}"
            f" WHERE ({branch.where or '1 = 1'}) AND ({self.sifted})"
            for branch in branches
        ]
        params, allowed = {**self.params, **params}, self._allowed()
        return sum(int(rows.rows_within(sql, params, allowed)[0][0]) for sql in counts)

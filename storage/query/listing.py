"""A list as the store sees it: what to select, from where, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.engine.reader import Reader, Rows
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
class Listing:
    """`select` of `relation` (what follows FROM) where `where`, by `keys`, which
    end in a unique one. `id_sql` is the row's own number, `params` belong to
    relation and where. `narrow` is a relation of as many rows that has all that
    `where` and `keys` speak of: a million rows are counted in it without the rest."""

    select: str
    relation: str
    where: str
    keys: tuple[OrderKey, ...]
    id_sql: str
    params: Mapping[str, Any] = field(default_factory=dict)
    narrow: str = ""

    @property
    def _counted(self) -> str:
        return self.narrow or self.relation

    def page(
        self, rows: Rows, cursor: Sequence[KeyValue] | None, limit: int
    ) -> list[tuple[Any, ...]]:
        """At most `limit` rows behind a cursor; each ends in its sort key."""
        sql, params = page_sql(self.select, self.relation, self.where, self.keys, cursor, limit)
        return rows.rows(sql, {**self.params, **params})

    def first_rows(self, rows: Reader, limit: int) -> Iterator[tuple[Any, ...]]:
        """The rows of the first page one by one, as they are found: where few fit and no
        index knows them, the first is there long before the last. Not one snapshot: the
        rows without a value of the key are looked for behind the others."""
        parts, params = page_parts(self.select, self.relation, self.where, self.keys, None)
        left = limit
        for part in parts:
            if not left:
                return
            for row in rows.stream(part, {**self.params, **params, "page_limit": left}):
                yield row
                left -= 1

    def key_of(self, row: Sequence[Any]) -> tuple[KeyValue, ...]:
        """The sort key at the end of a row of `page`."""
        return tuple(row[-len(self.keys) :])

    def count(self, rows: Rows) -> int:
        return int(
            rows.value(f"SELECT count(*) FROM {self._counted} WHERE {self.where}", self.params)
        )

    def count_to(self, rows: Rows, most: int) -> int:
        """The same, but no further than `most`."""
        return int(
            rows.value(
                f"SELECT count(*) FROM (SELECT 1 AS one FROM {self._counted}"
                f" WHERE {self.where} LIMIT :most) AS counted",
                {**self.params, "most": most},
            )
        )

    def anchors(self, rows: Rows) -> list[tuple[KeyValue, ...]]:
        """The sort keys of rows 1024, 2048, … in one statement."""
        named = ", ".join(f"{key.sql} AS key_{i}" for i, key in enumerate(self.keys))
        picked = ", ".join(f"key_{i}" for i in range(len(self.keys)))
        return rows.rows(
            f"SELECT {picked} FROM (SELECT {named}, row_number() OVER ({order_by(self.keys)})"
            f" AS place FROM {self._counted} WHERE {self.where}) AS numbered"
            f" WHERE place % {ANCHOR} = 0 ORDER BY place",
            self.params,
        )

    def position(self, rows: Rows, number: int) -> int | None:
        """How many rows stand before the one with this number; None: it is not there."""
        named = ", ".join(key.sql for key in self.keys)
        key = rows.one(
            f"SELECT {named} FROM {self._counted} WHERE ({self.where})"
            f" AND {self.id_sql} = :row_number",
            {**self.params, "row_number": number},
        )
        if key is None:
            return None
        branches, params = after(backwards(self.keys), key)
        return sum(
            int(
                rows.value(
                    f"SELECT count(*) FROM {self._counted}"
                    f" WHERE ({branch.where or '1 = 1'}) AND ({self.where})",
                    {**self.params, **params},
                )
            )
            for branch in branches
        )

"""Keyset pages: the rows behind a key, however deep, for the price of the first.

SQLite (3.40) seeks on the first column alone when it is given a row value or an
OR, and reads all ties (51 ms a page with a million of them, against 0.13 ms). So
each way to lie behind a key is a SELECT of its own, a branch, which an index
serves as one range; UNION ALL puts them together (ARCHITECTURE 6.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

KeyValue = int | str | None
Params = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One part of a sort key. Missing values come last, or first in an order
    that was turned round. The last part of a key is unique and never missing."""

    sql: str
    descending: bool = False
    nullable: bool = False
    nulls_first: bool = False

    def term(self, sql: str = "") -> str:
        """The term of ORDER BY, on `sql` in place of the key where it is given."""
        nulls = f" NULLS {'FIRST' if self.nulls_first else 'LAST'}" if self.nullable else ""
        return f"{sql or self.sql} {'DESC' if self.descending else 'ASC'}{nulls}"


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to lie behind a key. `free` are the keys that still vary."""

    where: str
    free: tuple[OrderKey, ...]


def order_by(keys: Sequence[OrderKey]) -> str:
    """`ORDER BY …` over all keys."""
    return f"ORDER BY {', '.join(key.term() for key in keys)}"


def backwards(keys: Sequence[OrderKey]) -> tuple[OrderKey, ...]:
    """The same order from its other end."""
    return tuple(
        replace(key, descending=not key.descending, nulls_first=not key.nulls_first)
        for key in keys
    )


def after(
    keys: Sequence[OrderKey], values: Sequence[KeyValue] | None, named: str = "k"
) -> tuple[list[Branch], Params]:
    """The branches behind a row, nearest first, and their parameters `k0`, `k1` …

    `values` are the sort key of that row; None means from the start. Each row
    behind it lies in exactly one branch. Raises ValueError when the lengths
    differ or the last value, which is unique, is missing.
    """
    _check(keys, values)
    if values is None:
        return _from_start(tuple(keys)), {}
    params: Params = {}
    branches: list[Branch] = []
    fixed: list[str] = []
    for position, (key, value) in enumerate(zip(keys, values, strict=True)):
        name = f"{named}{position}"
        if value is not None:
            params[name] = value
        rest = tuple(keys[position + 1 :])
        behind = [
            Branch(" AND ".join((*fixed, where)), (_present(key), *rest) if varies else rest)
            for where, varies in _behind(key, value, name)
        ]
        branches = behind + branches
        fixed.append(f"{key.sql} IS NULL" if value is None else f"{key.sql} = :{name}")
    return branches, params


def page_sql(
    select: str,
    relation: str,
    where: str,
    keys: Sequence[OrderKey],
    cursor: Sequence[KeyValue] | None,
    limit: int,
) -> tuple[str, Params]:
    """At most `limit` rows of `relation` that meet `where`, behind `cursor`.

    A row holds the columns of `select` and behind them the sort key (`key_0` …),
    from which the next cursor is made. `relation` is what follows FROM. The
    parameters of `where` are the caller's to add.
    """
    parts, params = page_parts(select, relation, where, keys, cursor)
    params["page_limit"] = limit
    if len(parts) == 1:
        return parts[0], params
    union = " UNION ALL ".join(
        f"SELECT * FROM ({part}) AS part_{i}" for i, part in enumerate(parts)
    )
    order = ", ".join(key.term(f"key_{i}") for i, key in enumerate(keys))
    return f"SELECT * FROM ({union}) AS page ORDER BY {order} LIMIT :page_limit", params


def page_parts(
    select: str,
    relation: str,
    where: str,
    keys: Sequence[OrderKey],
    cursor: Sequence[KeyValue] | None,
) -> tuple[list[str], Params]:
    """The same page as one statement a branch, nearest first, each ending in
    `LIMIT :page_limit`: for a costly `where`, where the next branch should run
    only if the ones before it did not fill the page."""
    branches, params = after(keys, cursor)
    named = ", ".join(f"{key.sql} AS key_{i}" for i, key in enumerate(keys))
    parts = [
        f"SELECT {select}, {named} FROM {relation} WHERE {_both(branch.where, where)} "
        f"{order_by(branch.free)} LIMIT :page_limit"
        for branch in branches
    ]
    return parts, params


def _check(keys: Sequence[OrderKey], values: Sequence[KeyValue] | None) -> None:
    if not keys or keys[-1].nullable:
        raise ValueError("a sort key ends in a part that is unique and never missing")
    if values is not None and (len(values) != len(keys) or values[-1] is None):
        raise ValueError("the cursor does not fit the order")


def _both(*conditions: str) -> str:
    return " AND ".join(f"({each})" for each in conditions if each) or "1 = 1"


def _present(key: OrderKey) -> OrderKey:
    return replace(key, nullable=False)


def _from_start(keys: tuple[OrderKey, ...]) -> list[Branch]:
    """All rows. Missing values of the first key get a branch of their own, so
    that the rest is a plain walk along an index."""
    first, rest = keys[0], keys[1:]
    if not first.nullable:
        return [Branch("", keys)]
    present = Branch(f"{first.sql} IS NOT NULL", (_present(first), *rest))
    missing = Branch(f"{first.sql} IS NULL", rest)
    return [missing, present] if first.nulls_first else [present, missing]


def _behind(key: OrderKey, value: KeyValue, name: str) -> list[tuple[str, bool]]:
    """Conditions that lie behind `value` in one key, nearest first, and whether
    the key still varies under each: not where it is missing throughout."""
    if value is None:
        return [(f"{key.sql} IS NOT NULL", True)] if key.nulls_first else []
    sign = "<" if key.descending else ">"
    found = [(f"{key.sql} {sign} :{name}", True)]
    if key.nullable and not key.nulls_first:
        found.append((f"{key.sql} IS NULL", False))
    return found

"""Groups of a query, worked out in the database by one scan of its rows.

The inner SELECT names what is grouped and measured, the outer one adds it up, so
that an expression with parameters stands in the statement once. Days come as
they are and become months afterwards; instants are compared with the beginnings
of months, which the database could not know in the store's zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from core.analytics.groups import Keys
from core.analytics.keys import key_of
from core.analytics.months import month_starts, months_between
from core.analytics.tally import Amounts, Tally
from core.query.fields import Field
from core.values.errors import UsageError
from core.values.instants import from_micros, local_day
from storage.engine.reader import Rows
from storage.query.columns import ColumnSql

MOST = 100_000
"""More groups than anybody reads: beyond it a query is refused."""
_FIGURES = "count({0}), sum({0}), min({0}), max({0})"


@dataclass(frozen=True, slots=True)
class GroupSource:
    """Rows as they are grouped: what follows FROM, a condition over `columns`, and
    its parameters. A join of `joins` (by the name of its table) is made where an
    expression needs it. A row may have amounts in more currencies than the one that
    it shows: `others` joins them, and `other` are the columns of money then."""

    relation: str
    where: str
    columns: Mapping[str, ColumnSql]
    params: Mapping[str, Any] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    other: Mapping[str, ColumnSql] = field(default_factory=dict)

    def joined(self, *parts: str) -> str:
        """The joins that these expressions need."""
        used = " ".join(parts)
        needed = (sql for name, sql in self.joins.items() if re.search(rf"\b{name}\.", used))
        return "".join(needed)


@dataclass(frozen=True, slots=True)
class _KeySql:
    """The expressions of one key, and what reads their values."""

    field: Field
    parts: tuple[str, ...]
    months: tuple[str, ...] = ()


def tallies(
    rows: Rows,
    source: GroupSource,
    by: Sequence[Field],
    measured: Sequence[Field],
    zone: ZoneInfo,
    most: int = MOST,
) -> dict[Keys, Tally]:
    """What each group adds up to; without `by` one group, also of no rows.

    `measured` are fields with a stored value of their own, at most one of them money.
    Raises UsageError for more than `most` groups.
    """
    params = dict(source.params)
    keys = [_key_sql(rows, source, each, params, zone) for each in by]
    plain = [each for each in measured if each.type != "money"]
    money = next((each for each in measured if each.type == "money"), None)
    reading = _Reading(rows, source, keys, params, most)
    found: dict[Keys, Tally] = {}
    reading.add(found, plain, money)
    if money is not None and source.others:
        reading.add_others(found, money)
    return found if found or by else {(): Tally()}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One question, asked in a statement or two."""

    rows: Rows
    source: GroupSource
    keys: Sequence[_KeySql]
    params: Mapping[str, Any]
    most: int

    def add(
        self, found: dict[Keys, Tally], plain: Sequence[Field], money: Field | None
    ) -> None:
        """Counts and figures, in one scan: where there is money it splits the groups
        by the currency that a row shows, and they are put together again."""
        columns = [self.source.columns[each.name] for each in plain]
        amount = None if money is None else self.source.columns[money.name]
        for row in self._read(self.source.relation, columns, amount):
            cells = {(f.name, ""): row.figures[at] for at, f in enumerate(plain)}
            if money is not None and row.currency is not None:
                cells[money.name, row.currency] = row.figures[-1]
            _add(found, row.keys, Tally(row.n, cells))

    def add_others(self, found: dict[Keys, Tally], money: Field) -> None:
        """Amounts in currencies that their rows do not show."""
        relation = self.source.relation + self.source.others
        for row in self._read(relation, [], self.source.other[money.name]):
            cell = (money.name, str(row.currency))
            _add(found, row.keys, Tally(0, {cell: row.figures[0]}))

    def _read(
        self, relation: str, columns: Sequence[ColumnSql], amount: ColumnSql | None
    ) -> Iterator[_Row]:
        parts = [part for key in self.keys for part in key.parts]
        place = len(parts)
        values = [column.sql for column in columns]
        if amount is not None:
            parts.append(str(amount.currency))
            values.append(amount.sql)
        sql = self._statement(relation, parts, values)
        bound = {**self.params, "most_groups": self.most + 1} if parts else self.params
        found = self.rows.rows(sql, bound)
        if len(found) > self.most:
            hint = "group by something that more rows have in common"
            raise UsageError(f"more than {self.most:,} groups", hint)
        for row in found:
            currency = None if amount is None else row[place]
            figures = row[len(parts) + 1 :]
            yield _Row(
                _keys(self.keys, row),
                currency,
                int(row[len(parts)]),
                [_amounts(figures[at : at + 4]) for at in range(0, len(figures), 4)],
            )

    def _statement(self, relation: str, parts: Sequence[str], values: Sequence[str]) -> str:
        """What the rows are grouped by, their count, and four figures a value."""
        where = self.source.where
        inner = [f"{part} AS g{at}" for at, part in enumerate(parts)]
        inner += [f"{value} AS v{at}" for at, value in enumerate(values)]
        grouped = ", ".join(f"g{at}" for at in range(len(parts)))
        wanted = [f"g{at}" for at in range(len(parts))] + ["count(*)"]
        wanted += [_FIGURES.format(f"v{at}") for at in range(len(values))]
        relation += self.source.joined(*parts, *values, where)
        behind = f" GROUP BY {grouped} LIMIT :most_groups" if grouped else ""
        return (
            f"SELECT {', '.join(wanted)} FROM (SELECT {', '.join(inner) or '1 AS one'}"
            f" FROM {relation} WHERE {where}) AS base{behind}"
        )


class _Row(NamedTuple):
    """One row of an answer; `currency` None: without an amount of money."""

    keys: Keys
    currency: str | None
    n: int
    figures: list[Amounts]


def _key_sql(
    rows: Rows, source: GroupSource, by: Field, params: dict[str, Any], zone: ZoneInfo
) -> _KeySql:
    """`params` gets the beginnings of months where an instant is grouped."""
    column = source.columns[by.reads]
    if by.type == "money":
        return _KeySql(by, (column.sql, str(column.currency)))
    if by.type == "instant":
        return _by_month(rows, source, by, params, zone)
    if by.type in ("text", "enum", "reference"):
        # Missing text is empty text. As an expression it also keeps SQLite from going
        # through an index for the order of the groups, at ten times the price.
        named = (column.name,) if column.name else ()
        return _KeySql(by, (f"coalesce({column.group or column.sql}, '')", *named))
    return _KeySql(by, (column.sql,))


def _by_month(
    rows: Rows, source: GroupSource, by: Field, params: dict[str, Any], zone: ZoneInfo
) -> _KeySql:
    sql = source.columns[by.reads].sql
    ends = rows.one(
        f"SELECT min({sql}), max({sql}) FROM {source.relation}"
        f"{source.joined(sql, source.where)} WHERE {source.where}",
        source.params,
    )
    if ends is None or ends[0] is None:
        return _KeySql(by, (sql,))
    first, last = (local_day(from_micros(int(end)), zone) for end in ends)
    months = months_between(first, last)
    cases = []
    for at, start in enumerate(month_starts(months[1:], zone)):
        name = f"{by.name}_{at}"
        params[name] = start
        cases.append(f"WHEN {sql} < :{name} THEN {at}")
    cases.append(f"WHEN {sql} IS NOT NULL THEN {len(months) - 1}")
    return _KeySql(by, (f"(CASE {' '.join(cases)} END)",), months)


def _keys(keys: Sequence[_KeySql], row: Sequence[Any]) -> Keys:
    found = []
    at = 0
    for key in keys:
        stored = row[at : at + len(key.parts)]
        found.append(key_of(key.field, stored, key.months))
        at += len(key.parts)
    return tuple(found)


def _amounts(figures: Sequence[Any]) -> Amounts:
    n, total, low, high = figures
    # PostgreSQL adds whole numbers up to a decimal.
    return Amounts(
        int(n),
        int(total or 0),
        None if low is None else int(low),
        None if high is None else int(high),
    )


def _add(found: dict[Keys, Tally], keys: Keys, tally: Tally) -> None:
    before = found.get(keys)
    found[keys] = tally if before is None else before + tally

"""`sort:` as a sort key: fields to columns, ending in a unique one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.query.fields import FieldSet
from storage.query.columns import ColumnSql
from storage.query.order import OrderKey


def sort_keys(
    sort: Sequence[tuple[str, bool]],
    fields: FieldSet,
    columns: Mapping[str, ColumnSql],
    last: OrderKey,
) -> tuple[OrderKey, ...]:
    """The keys of `(field, descending)` pairs, and `last` to tell ties apart.

    Text sorts by its folded form, an enum by its rank where the column has one,
    money by minor units. A second field on the same column adds nothing and is
    left out (`mrr` behind `arr`).
    """
    keys: list[OrderKey] = []
    seen = {last.sql}
    for name, descending in sort:
        field = fields[name]
        column = columns[field.reads]
        folded = column.text if field.type in ("text", "reference") else column.sql
        sql = column.order or folded
        if sql not in seen:
            seen.add(sql)
            keys.append(OrderKey(sql, descending, column.nullable))
    return (*keys, last)

"""The list of refused rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.integrations.types import QuarantineRow
from core.query.fields import FieldSet
from core.values.instants import from_micros
from storage.query.columns import ColumnSql
from storage.query.listing import Listing
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys

# A page holds the beginnings of rows: a thousand of a megabyte each would not fit.
_BEGINNING = 16_384
_SELECT = (
    "id, run_id, source, file, line, kind, code, reason, state, first_seen_us,"
    f" substr(raw, 1, {_BEGINNING}) AS raw, cut, substr(fixed, 1, {_BEGINNING}) AS fixed"
)


def quarantine_columns() -> dict[str, ColumnSql]:
    """Where each field of the query language lies."""
    names = {"run": "run_id", "seen": "first_seen_us", "id": "('Q-' || id)"}
    fields = ("id", "run", "source", "file", "line", "kind", "code", "reason", "state", "seen")
    return {name: ColumnSql(names.get(name, name), nullable=False) for name in fields}


def quarantine_listing(
    fields: FieldSet, sort: Sequence[tuple[str, bool]], where: str, params: dict[str, Any]
) -> Listing:
    """The rows of a query, with the first 16 KiB of each; by default in the order in
    which they were refused."""
    keys = sort_keys(sort, fields, quarantine_columns(), OrderKey("id"))
    return Listing(_SELECT, "quarantine", where, keys, "id", params, table="quarantine")


def quarantine_row(row: Sequence[Any]) -> QuarantineRow:
    number, run, source, file, line, kind, code, reason, state, seen, raw, cut, fixed = row[:13]
    return QuarantineRow(
        id=number,
        key=f"Q-{number}",
        run=run,
        source=source,
        file=file,
        line=line,
        kind=kind,
        code=code,
        reason=reason,
        state=state,
        first_seen=from_micros(seen),
        raw=bytes(raw),
        cut=cut or 0,
        fixed=None if fixed is None else bytes(fixed),
    )

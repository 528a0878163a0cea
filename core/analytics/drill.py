"""The query that finds the rows behind a line."""

from __future__ import annotations

from core.query.fields import Field
from core.query.types import Clause, Keyword, Month, Value, Word
from core.query.write import to_text


def query_of(field: Field, *values: str | None) -> str:
    """`owner:ana`, `renews:2026-12`, `severity:medium,none`: rows with one of these
    values; None is a missing one. Months are written `2026-12`."""
    return to_text(Clause(field.name, "eq", tuple(_value(field, v) for v in values)))


def _value(field: Field, value: str | None) -> Value:
    if value is None:
        return Keyword("none")
    if field.type in ("day", "instant"):
        year, month = value.split("-")
        return Month(int(year), int(month))
    return Word(value)

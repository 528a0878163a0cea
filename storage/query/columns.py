"""Where a field of the query language lies in the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnSql:
    """The SQL of one field: expressions of our own, never text from outside, in
    parentheses where an operator stands in them.

    `sql` is the value: minor units, epoch day, microseconds, 0 or 1, text; of a
    reference its key. `folded` holds the folded text (of a reference: of its
    name) and compares by code point (BINARY; COLLATE "C" on PostgreSQL), so
    that an index serves beginnings. `name` is the name of a reference where it
    is not the key itself. `currency` belongs to money. `order` sorts in place
    of the value, as a rank does for severities. `nullable` False spares the
    guard against missing values. `among` is what follows FROM where a row may
    have several values, each of them `sql`; then `order` is one of them, and `group`,
    where rows may be grouped by it, each in turn, of a table that groups join.
    """

    sql: str
    folded: str | None = None
    name: str | None = None
    currency: str | None = None
    order: str | None = None
    nullable: bool = True
    among: str | None = None
    group: str | None = None

    @property
    def text(self) -> str:
        """The folded text that is searched."""
        return self.folded or f"fold({self.name or self.sql})"

    @property
    def present(self) -> str:
        """A condition that is never NULL; empty when a value is always there."""
        if not self.nullable:
            return ""
        parts = (self.sql, self.name, self.currency)
        return " AND ".join(f"{part} IS NOT NULL" for part in parts if part)

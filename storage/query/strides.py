"""Walking an index in strides: the few values that its first column has."""

from __future__ import annotations


def sources_of(table: str) -> str:
    """`WITH named(source) AS …`: the sources in a table whose index begins with
    `source`, each found by one seek. So an id that may be of any source is looked
    up once a source, where `WHERE external_id = ?` alone would read the table."""
    return (
        f"WITH RECURSIVE named(source) AS (SELECT min(source) FROM {table} UNION ALL"
        f" SELECT (SELECT min(source) FROM {table} WHERE source > named.source)"
        " FROM named WHERE named.source IS NOT NULL)"
    )

"""Looking up the words of a query that name another row."""

from __future__ import annotations

from collections.abc import Iterable

from core.query.references import Lookup
from core.query.types import Reference
from storage.engine.reader import Rows
from storage.query.compile import after_prefix

_MOST = 20
# Folded key or name equal to :text, or a folded name that begins with it.
_FOUND_IN = {
    # From one owner to the next along the index: few stand before many clients.
    "owner": "WITH RECURSIVE o(owner) AS (SELECT min(owner) FROM client UNION ALL"
    " SELECT (SELECT min(c.owner) FROM client c WHERE c.owner > o.owner) FROM o"
    " WHERE o.owner IS NOT NULL) SELECT owner, owner FROM o WHERE owner IS NOT NULL"
    " AND (fold(owner) = :text"
    " OR (:begins = 1 AND fold(owner) >= :text AND fold(owner) < :end))",
    "source": "SELECT name, name FROM source WHERE fold(name) = :text"
    " OR (:begins = 1 AND fold(name) >= :text AND fold(name) < :end)",
}
_CLIENTS = (
    "SELECT key, name FROM client WHERE fold(key) = :text LIMIT :most",
    "SELECT key, name FROM client WHERE name_key = :text ORDER BY key LIMIT :most",
    "SELECT key, name FROM client WHERE :begins = 1 AND name_key >= :text AND name_key < :end"
    " ORDER BY name_key, key LIMIT :most",
)


def references(rows: Rows, wanted: Iterable[Lookup]) -> dict[Lookup, list[Reference]]:
    """The rows that each lookup fits, at most 20 of a kind."""
    return {lookup: _fitting(rows, lookup) for lookup in wanted}


def _fitting(rows: Rows, lookup: Lookup) -> list[Reference]:
    params = {
        "text": lookup.text,
        "begins": int(not lookup.whole),
        "end": after_prefix(lookup.text) or "\U0010ffff",
        "most": _MOST,
    }
    if lookup.field == "client":
        found = [row for statement in _CLIENTS for row in rows.rows(statement, params)]
    else:
        found = rows.rows(f"{_FOUND_IN[lookup.field]} ORDER BY 1 LIMIT :most", params)
    return [Reference(key, name) for key, name in dict.fromkeys(found)]

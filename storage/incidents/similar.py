"""Solved incidents as they are searched for ones that are like another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from core.incidents.types import Resolution, Severity
from storage.engine.params import as_list
from storage.engine.reader import Rows

_SOLVED = """
i.resolved_us <= :now AND i.id > 0 AND i.excluded_by IS NULL
AND (i.resolution IS NULL OR i.resolution NOT IN ('duplicate', 'cancelled'))
AND (:known IS NULL OR i.known_us <= :known)
"""
_NOTES = """
SELECT incident_id, words FROM incident_update
WHERE incident_id IN (SELECT value FROM ints(:ids)) AND at_us <= :now AND words <> ''
UNION ALL
SELECT incident_id, text FROM incident_step
WHERE incident_id IN (SELECT value FROM ints(:ids)) AND at_us <= :now AND text <> ''
ORDER BY 1, 2
"""


class SolvedRow(NamedTuple):
    """A solved incident; text from outside."""

    id: int
    key: str
    title: str
    client: str
    client_name: str
    severity: Severity | None
    opened_us: int
    resolved_us: int
    resolution: Resolution | None


def solved_titles(rows: Rows, now_us: int, known_us: int | None) -> Iterator[tuple[int, str]]:
    """Number and title of every incident that was solved by a moment, by number."""
    yield from rows.rows(
        f"SELECT i.id, i.title FROM incident i WHERE {_SOLVED} ORDER BY i.id",
        {"now": now_us, "known": known_us},
    )


def solved(
    rows: Rows, ids: Sequence[int], now_us: int, known_us: int | None
) -> dict[int, SolvedRow]:
    """These of them, whole."""
    found = rows.rows(
        "SELECT i.id, i.key, i.title, c.key, c.name, i.severity, i.opened_us, i.resolved_us,"
        " i.resolution FROM incident i JOIN client c ON c.id = i.client_id"
        f" WHERE i.id IN (SELECT value FROM ints(:ids)) AND {_SOLVED}",
        {"ids": as_list(ids), "now": now_us, "known": known_us},
    )
    return {row[0]: SolvedRow(*row) for row in found}


def notes_of(rows: Rows, ids: Sequence[int], now_us: int) -> dict[int, str]:
    """What was written and said of incidents up to a moment, as one text each."""
    found: dict[int, list[str]] = {}
    params: dict[str, Any] = {"ids": as_list(ids), "now": now_us}
    for number, text in rows.rows(_NOTES, params):
        found.setdefault(number, []).append(text)
    return {number: "\n".join(texts) for number, texts in found.items()}

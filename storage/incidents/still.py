"""Time that the resolve clock of an incident leaves out (DEFINITIONS 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.engine.params import as_list

if TYPE_CHECKING:
    from storage.engine.unit import Unit

WORKED = (
    "CASE WHEN i.status = 'pending' THEN NULL ELSE i.opened_us + CAST(coalesce((SELECT"
    " sum(s.until_us - s.from_us) FROM incident_still s WHERE s.incident_id = i.id"
    " AND s.until_us IS NOT NULL), 0) AS BIGINT) END"
)
"""SQL of an incident `i`: its opening, later by all the time that is left out; missing
while its clock stands still."""

PENDING = "pending"
_OVER = ("resolved", "closed")


class Turn(NamedTuple):
    """What an import says of an incident: `was` None for a new one. `ended_before` is
    when it had been resolved, or closed; `ended` when it is now. Times in microseconds."""

    id: int
    opened_us: int
    was: str | None
    ended_before: int | None
    now: str
    ended: int | None


def note_turns(unit: Unit, turns: Sequence[Turn], now_us: int) -> None:
    """Begin and end spans, at the moment at which the change became known, for no
    source says when it happened; of an end it does."""
    from storage.incidents.lives import follow_clocks

    if not turns:
        return
    begun = _begun(unit, turns)
    rows: dict[tuple[int, int], int | None] = {}
    for turn in turns:
        since = begun.get(turn.id)
        if turn.was in _OVER and turn.now not in _OVER and turn.ended_before is not None:
            rows[turn.id, turn.ended_before] = max(turn.ended_before, now_us)
        if turn.now == PENDING and since is None:
            rows[turn.id, max(turn.opened_us, now_us)] = None
        elif turn.now != PENDING and since is not None:
            rows[turn.id, since] = max(since, min(now_us, _or(turn.ended, now_us)))
    put_still(unit, [(*key, until) for key, until in sorted(rows.items(), key=_key)])
    follow_clocks(unit, [turn.id for turn in turns])


def put_still(unit: Unit, rows: Sequence[tuple[int, int, int | None]]) -> None:
    """Spans of (incident, from, until); one that began at that moment takes its place."""
    from storage.engine.unit import bulk_insert
    from storage.incidents.tables import IncidentStill

    statement = bulk_insert(
        IncidentStill,
        ("key", "incident_id", "from_us", "until_us"),
        conflict="update",
        keys=("key",),
        replace=("until_us",),
    )
    unit.bulk(statement, [(still_key(row[0], row[1]), *row) for row in rows])


def still_key(incident: int, since_us: int) -> str:
    """The key of a span."""
    return f"{incident}:{since_us}"


def first_turns(rows: Sequence[tuple[Any, ...]]) -> list[Turn]:
    """What new incidents (INCIDENT_COLUMNS) say whose clock stands still at once."""
    from storage.incidents.writes import INCIDENT_COLUMNS

    at = {name: place for place, name in enumerate(INCIDENT_COLUMNS)}
    return [
        Turn(row[at["id"]], row[at["opened_us"]], None, None, PENDING, None)
        for row in rows
        if row[at["status"]] == PENDING
    ]


def _begun(unit: Unit, turns: Sequence[Turn]) -> dict[int, int]:
    """Incidents whose clock stands still, and since when."""
    return dict(
        unit.rows(
            "SELECT incident_id, from_us FROM incident_still WHERE until_us IS NULL"
            " AND incident_id IN (SELECT value FROM ints(:ids))",
            {"ids": as_list(turn.id for turn in turns)},
        )
    )


def _or(time: int | None, otherwise: int) -> int:
    return otherwise if time is None else time


def _key(row: tuple[tuple[int, int], int | None]) -> tuple[int, int]:
    return row[0]

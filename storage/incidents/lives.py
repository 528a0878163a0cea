"""Incidents as their moves see them, and what a move makes of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from core.incidents.life import Life, clocks
from core.incidents.types import OPEN_STATUSES, SEVERITIES
from core.sla import clock as sla
from core.sla.types import Clock
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.incidents.targets import stored_targets

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_ASSUMED = "medium"
_COLUMNS = """
i.id, i.key, i.title, i.client_id, c.key, c.plan, i.owner, i.rev, i.linked, i.parent_id,
i.status, i.severity, i.opened_us, i.acknowledged_us, i.resolved_us, i.closed_us,
i.resolution, i.duplicate_of, i.reopen_count, i.respond_due_us, i.resolve_due_us,
i.still_us, i.paused_us, i.respond_breach_us, i.resolve_breach_us,
coalesce((SELECT max(s.until_us) FROM incident_still s WHERE s.incident_id = i.id), 0),
coalesce((SELECT max(t.at_us) FROM incident_step t WHERE t.incident_id = i.id), 0)
"""
_THESE = f"""
SELECT {_COLUMNS} FROM incident i JOIN client c ON c.id = i.client_id
WHERE i.id IN (SELECT value FROM ints(:ids)) ORDER BY i.id
"""
WRITTEN = (
    "severity", "severity_rank", "status", "open_rank", "acknowledged_us", "resolved_us",
    "closed_us", "resolution", "reopen_count", "duplicate_of", "respond_due_us",
    "resolve_due_us", "still_us", "paused_us", "due_us", "respond_breach_us",
    "resolve_breach_us",
)  # fmt: skip
"""The columns that a life is kept in."""
MOVED = (*WRITTEN, "own_status", "own_severity", "owner", "parent_id", "linked", "rev")
"""All columns of an incident that people write."""


class Living(NamedTuple):
    """An incident with its life, and what else people write. `plan` is that of its first
    client."""

    id: int
    key: str
    title: str
    client: int
    client_key: str
    plan: str | None
    owner: str | None
    rev: int
    linked: int
    parent: int | None
    life: Life


def living(rows: Rows, ids: Iterable[int]) -> dict[int, Living]:
    """Incidents by number, in their order."""
    found = rows.rows(_THESE, {"ids": as_list(ids)})
    return {row[0]: _living(row) for row in found}


def _living(row: Sequence[Any]) -> Living:
    (
        status, severity, opened, acknowledged, resolved, closed, resolution, duplicate_of,
        reopened, respond_due, resolve_due, still, paused, respond_breach, resolve_breach,
        until, at,
    ) = row[10:]  # fmt: skip
    ended = closed if resolved is None else resolved
    answered = ended if acknowledged is None else acknowledged
    life = Life(
        status, severity, opened, acknowledged, resolved, closed, resolution, duplicate_of,
        reopened,
        Clock(opened, respond_due - opened, 0, None, answered, respond_breach),
        Clock(opened, resolve_due - opened - still, still, paused, ended, resolve_breach),
        max(until, at),
    )  # fmt: skip
    number, key, title, client, client_key, plan, owner, rev, linked, parent = row[:10]
    return Living(
        number, key, title, client, client_key, plan, owner, rev, linked, parent, life
    )


def row_of(life: Life) -> tuple[Any, ...]:
    """WRITTEN of a life."""
    rank = SEVERITIES.index(life.severity or _ASSUMED)
    return (
        life.severity, rank, life.status, 0 if life.status in OPEN_STATUSES else 1,
        life.acknowledged, life.resolved, life.closed, life.resolution, life.reopened,
        life.duplicate_of, sla.due(life.respond), sla.due(life.resolve),
        life.resolve.left_out, life.resolve.paused, life.due, life.respond.breached,
        life.resolve.breached,
    )  # fmt: skip


def follow_clocks(unit: Unit, ids: Iterable[int]) -> None:
    """Set the clocks of incidents from what is told of them now: times, spans, severity,
    the targets in force. A breach that was noted stays."""
    from storage.engine.unit import bulk_update
    from storage.incidents.tables import Incident

    wanted = sorted(set(ids))
    targets = stored_targets(unit)
    spans, names = _spans(unit, wanted), WRITTEN[_FIRST_CLOCK:]
    stands = {row[0]: row for row in unit.rows(
        f"SELECT id, {', '.join(names)} FROM incident"
        " WHERE id IN (SELECT value FROM ints(:ids))", {"ids": as_list(wanted)},
    )}  # fmt: skip
    told = []
    for number, found in living(unit, wanted).items():
        life = found.life
        over, paused = spans.get(number, (0, None))
        pair = clocks(
            life.opened, life.acknowledged, life.ended,
            targets.of(life.severity, found.plan), over, paused,
            (life.respond.breached, life.resolve.breached),
        )  # fmt: skip
        after = replace(life, respond=_known(pair[0]), resolve=_known(pair[1]))
        row = (number, *row_of(after)[_FIRST_CLOCK:])
        if row != tuple(stands[number]):
            told.append(row)
    statement = bulk_update(Incident, ("id",), replace=names)
    unit.bulk(statement, told)


def note_open(unit: Unit, now_us: int) -> None:
    """Note which clocks of open incidents have run out by a moment, before their targets
    change."""
    for column, due, stopped in (
        ("respond_breach_us", "respond_due_us", "acknowledged_us"),
        ("resolve_breach_us", "resolve_due_us", "paused_us"),
    ):
        unit.run(
            f"UPDATE incident SET {column} = {due} WHERE open_rank = 0 AND {column} IS NULL"
            f" AND coalesce({stopped}, :now) > {due}",
            {"now": now_us},
        )


def follow_open(unit: Unit) -> None:
    """Set the clocks of all open incidents by the targets in force."""
    follow_clocks(
        unit, [n for (n,) in unit.rows("SELECT id FROM incident WHERE open_rank = 0")]
    )


_FIRST_CLOCK = WRITTEN.index("respond_due_us")


def _known(clock: Clock) -> Clock:
    """With a breach noted where the clock stands still or has ended."""
    at = clock.ended if clock.ended is not None else clock.paused
    return clock if at is None else sla.noted(clock, max(at, clock.breached or at))


def _spans(rows: Rows, ids: Sequence[int]) -> dict[int, tuple[int, int | None]]:
    """Number to what is over of the time that is left out, and since when it stands."""
    found = rows.rows(
        "SELECT incident_id, CAST(coalesce(sum(until_us - from_us), 0) AS BIGINT),"
        " max(CASE WHEN until_us IS NULL THEN from_us END) FROM incident_still"
        " WHERE incident_id IN (SELECT value FROM ints(:ids)) GROUP BY incident_id",
        {"ids": as_list(ids)},
    )
    return {number: (int(over), paused) for number, over, paused in found}

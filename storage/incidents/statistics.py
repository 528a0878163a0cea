"""Incidents that were there in a period, for their record: the cost follows the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.record.statistics import Opened
from core.record.types import Lived, Verdict
from core.record.verdicts import verdict
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.incidents.components import components_of
from storage.incidents.records import PLANNED
from storage.simulations.reads import any_simulated

OUTAGE = "outage"
_SELECT = """
SELECT i.id, i.key, c.key, c.name, i.owner, i.severity, i.opened_us,
       i.acknowledged_us, i.resolved_us, i.resolution, i.impact, i.excluded_by,
       i.reopen_count, i.respond_due_us, i.resolve_due_us, i.respond_breach_us,
       i.resolve_breach_us, i.paused_us, r.down_from_us, r.down_until_us, r.sla_said,
       r.end_unsaid
FROM incident i JOIN client c ON c.id = i.client_id
LEFT JOIN incident_record r ON r.incident_id = i.id
"""
# Whatever matters to a period was not over before it: three ranges of an index each.
_THERE = """
i.id IN (SELECT id FROM incident WHERE resolved_us >= :from
  UNION SELECT id FROM incident WHERE resolved_us IS NULL
  UNION SELECT incident_id FROM incident_record WHERE down_until_us >= :from)
"""
# Neither opened nor changed by a run of a simulation.
REAL = """
i.id > 0 AND NOT EXISTS (SELECT 1 FROM simulation_row w WHERE w.client_id = i.client_id
  AND w.table_name = 'incident' AND w.row_key = CAST(i.id AS TEXT))
"""
_OF_CLIENTS = f"""
SELECT i.opened_us, i.id, i.client_id, k.component
FROM incident i JOIN incident_component k ON k.incident_id = i.id
WHERE i.client_id IN (SELECT id FROM client
    WHERE key IN (SELECT value FROM texts(:clients)))
  AND i.opened_us >= :early AND i.opened_us <= :now AND i.excluded_by IS NULL
  AND (i.resolved_us IS NULL OR i.resolved_us > :now OR i.resolution IS NULL
       OR i.resolution NOT IN ('duplicate', 'cancelled'))
  AND (:known IS NULL OR i.known_us <= :known) AND {REAL}
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which incidents: those of a compiled condition, as they stood at a moment; what
    became known after `known_us` is left out."""

    where: str
    params: Mapping[str, Any]
    now_us: int
    known_us: int | None = None


def lived(rows: Rows, sought: Sought, from_us: int) -> list[Lived]:
    """The incidents that were open at some moment since `from_us`, by their number;
    without those that a simulation wrote or has changed."""
    return _read(rows, sought, f"{_THERE} AND {REAL}", {"from": from_us})


def simulated(rows: Rows, sought: Sought, from_us: int) -> int:
    """How many incidents `lived` leaves out."""
    if not any_simulated(rows):
        return 0
    return len(_read(rows, sought, f"{_THERE} AND NOT ({REAL})", {"from": from_us}))


def opened_since(
    rows: Rows, sought: Sought, clients: Sequence[str], early_us: int
) -> list[Opened]:
    """What was opened of some clients, by public id, since a moment, whatever the
    condition is: a line a component, without planned maintenance, duplicates and
    cancelled ones."""
    params = {
        "clients": as_list(clients),
        "early": early_us,
        "now": sought.now_us,
        "known": sought.known_us,
    }
    found = rows.rows(_OF_CLIENTS, params)
    return [(at, number, client, component) for at, number, client, component in found]


def _read(rows: Rows, sought: Sought, where: str, params: Mapping[str, Any]) -> list[Lived]:
    known = "" if sought.known_us is None else " AND i.known_us <= :known"
    found = rows.rows(
        f"{_SELECT} WHERE i.opened_us <= :now AND {where}{known} AND ({sought.where})"
        " ORDER BY i.id",
        {
            **sought.params,
            **params,
            "now": sought.now_us,
            **({} if sought.known_us is None else {"known": sought.known_us}),
        },
    )
    parts = components_of(rows, [row[0] for row in found])
    return [_lived(row, sought.now_us, parts.get(row[0], ())) for row in found]


def _lived(row: Sequence[Any], now: int, components: tuple[str, ...]) -> Lived:
    (
        number, key, client, name, owner, severity, opened, acknowledged, resolved, resolution,
        impact, excluded, reopened, respond_due, resolve_due, respond_breach, resolve_breach,
        paused, down_from, down_until, said, unsaid,
    ) = row  # fmt: skip
    acknowledged, resolved = _by(acknowledged, now), _by(resolved, now)
    verdicts = (
        verdict("respond", respond_due, respond_breach, acknowledged, None, now),
        verdict("resolve", resolve_due, resolve_breach, resolved, paused, now),
    )
    down = _down(impact, opened, resolved, down_from, down_until, now)
    return Lived(
        id=number, key=key, client=client, client_name=name, owner=owner, components=components,
        severity=severity, opened=opened, acknowledged=acknowledged, resolved=resolved,
        resolution=None if resolved is None else resolution, planned=excluded == PLANNED,
        reopened=bool(reopened), down=down,
        end_unsaid=bool(unsaid), verdicts=_given(verdicts),
        said_met=None if said is None or resolved is None else bool(said),
    )  # fmt: skip


def _by(moment: int | None, now: int) -> int | None:
    return moment if moment is not None and moment <= now else None


def _given(verdicts: Sequence[Verdict | None]) -> tuple[Verdict, ...]:
    return tuple(each for each in verdicts if each is not None)


def _down(
    impact: str | None,
    opened: int,
    resolved: int | None,
    since: int | None,
    until: int | None,
    now: int,
) -> tuple[int, int | None] | None:
    if impact != OUTAGE:
        return None
    start = opened if since is None else since
    if start > now:
        return None
    return start, resolved if until is None else _by(until, now)

"""What is told of one incident beside its row: steps, spans, whom it hurts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from core.incidents.types import Step
from core.sla.types import Span
from core.values.instants import from_micros
from core.values.money import Money
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.query.strides import sources_of


def numbers_named(rows: Rows, keys: Sequence[str]) -> dict[str, int]:
    """Public id, or id in a source, to the number of the incident that it names."""
    named = as_list(keys)
    found = rows.rows(
        f"{sources_of('incident')} SELECT i.external_id, i.id FROM named n JOIN incident i"
        " ON i.source = n.source AND i.external_id IN (SELECT value FROM texts(:keys))"
        " ORDER BY i.id DESC",
        {"keys": named},
    )
    own = rows.rows(
        "SELECT key, id FROM incident WHERE key IN (SELECT value FROM texts(:keys))",
        {"keys": named},
    )
    return {**dict(found), **dict(own)}


def steps_of(rows: Rows, incident: int, until_us: int) -> tuple[Step, ...]:
    """The steps of an incident up to a moment, oldest first."""
    found = rows.rows(
        "SELECT number, at_us, who, kind, text, what, visible FROM incident_step"
        " WHERE incident_id = ? AND at_us <= ? ORDER BY number",
        (incident, until_us),
    )
    return tuple(_step(*row) for row in found)


def _step(
    number: int, at_us: int, who: str, kind: Any, text: str, what: str, visible: int
) -> Step:
    told = tuple((name, *sides) for name, sides in json.loads(what).items())
    return Step(number, from_micros(at_us), who or None, kind, text, told, visible == 1)


def spans_of(rows: Rows, incident: int) -> tuple[Span, ...]:
    """The time that the resolve clock leaves out, in order."""
    found = rows.rows(
        "SELECT from_us, until_us FROM incident_still WHERE incident_id = ? ORDER BY from_us",
        (incident,),
    )
    return tuple(Span(*row) for row in found)


def steps_of_these(
    rows: Rows, incidents: Sequence[int], until_us: int
) -> dict[int, tuple[Step, ...]]:
    """The steps of each incident that has some, in the same way."""
    found: dict[int, list[Step]] = {}
    for incident, *step in rows.rows(
        "SELECT incident_id, number, at_us, who, kind, text, what, visible"
        " FROM incident_step WHERE incident_id IN (SELECT value FROM ints(:ids))"
        " AND at_us <= :until ORDER BY incident_id, number",
        {"ids": as_list(incidents), "until": until_us},
    ):
        found.setdefault(incident, []).append(_step(*step))
    return {incident: tuple(steps) for incident, steps in found.items()}


def spans_of_these(
    rows: Rows, incidents: Sequence[int], until_us: int
) -> dict[int, tuple[Span, ...]]:
    """The time that the resolve clock of each leaves out, as it was known at a moment."""
    found: dict[int, list[Span]] = {}
    for incident, since, until in rows.rows(
        "SELECT incident_id, from_us, CASE WHEN until_us <= :until THEN until_us END"
        " FROM incident_still WHERE incident_id IN (SELECT value FROM ints(:ids))"
        " AND from_us <= :until ORDER BY incident_id, from_us",
        {"ids": as_list(incidents), "until": until_us},
    ):
        found.setdefault(incident, []).append(Span(since, until))
    return {incident: tuple(spans) for incident, spans in found.items()}


def children_of(rows: Rows, incident: int) -> tuple[str, ...]:
    """The public ids of the incidents whose problem it is."""
    found = rows.rows(
        "SELECT key FROM incident WHERE parent_id = ? ORDER BY opened_us, id", (incident,)
    )
    return tuple(key for (key,) in found)


def clients_hurt(rows: Rows, incident: int, most: int) -> list[tuple[Any, ...]]:
    """(number, id, name, tier, arr_minor, currency, renews, owner) of the clients of an
    incident: the first one, then the others by what they pay."""
    return rows.rows(
        "SELECT c.id, c.key, c.name, c.tier, c.arr_minor, c.currency, c.renews_day, c.owner"
        " FROM (SELECT i.client_id AS id, 0 AS place FROM incident i WHERE i.id = :incident"
        " UNION ALL SELECT l.client_id, 1 FROM incident_client l JOIN incident i"
        " ON i.id = l.incident_id WHERE l.incident_id = :incident"
        " AND l.client_id <> i.client_id) AS hurt JOIN client c ON c.id = hurt.id"
        " ORDER BY hurt.place, c.arr_minor DESC, c.key LIMIT :most",
        {"incident": incident, "most": most},
    )


def at_stake(rows: Rows, incident: int, today: int, days: int) -> tuple[tuple[Money, ...], int]:
    """What all clients of an incident pay, by currency, and how many of them renew
    within so many days."""
    hurt = (
        "SELECT i.client_id AS id FROM incident i WHERE i.id = :incident UNION"
        " SELECT l.client_id FROM incident_client l WHERE l.incident_id = :incident"
    )
    arr = rows.rows(
        "SELECT currency, CAST(sum(arr_minor) AS BIGINT) FROM client_arr WHERE client_id IN"
        f" ({hurt}) GROUP BY currency ORDER BY currency",
        {"incident": incident},
    )
    renewing = rows.value(
        f"SELECT count(*) FROM client WHERE id IN ({hurt}) AND renews_day >= :today"
        " AND renews_day <= :until",
        {"incident": incident, "today": today, "until": today + days},
    )
    return tuple(Money(int(minor), currency) for currency, minor in arr), int(renewing)

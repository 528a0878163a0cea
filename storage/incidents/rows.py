"""A row of the incident list as its read model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.health.penalty import incident_penalty
from core.incidents.status import status_at
from core.incidents.types import Incident, Sla, SlaSide
from core.sla import clock as sla
from core.sla.types import Clock
from core.values.instants import from_micros
from core.values.money import Money
from storage.engine.params import as_list
from storage.engine.reader import Rows
from storage.incidents.clocks_sql import PAUSED_THEN, STILL_THEN

ARR = (
    "CASE WHEN i.linked = 0 THEN c.arr_minor ELSE c.arr_minor + coalesce((SELECT"
    " CAST(sum(x.arr_minor) AS BIGINT) FROM incident_client l JOIN client x"
    " ON x.id = l.client_id WHERE l.incident_id = i.id AND l.client_id <> i.client_id"
    " AND x.currency = c.currency), 0) END"
)
"""What the clients of an incident pay, in the currency of the first."""
_MONTH_US = 30 * 86_400_000_000
REPEATS = (
    "(SELECT count(*) FROM incident o WHERE o.client_id = i.client_id"
    f" AND o.opened_us > :now - {_MONTH_US} AND o.opened_us <= :now)"
)
_SELECT = (
    "i.id, i.key, i.client_id, c.key, c.name, i.title, i.severity, i.status, i.opened_us,"
    " i.acknowledged_us, i.resolved_us, i.closed_us, i.resolution, i.impact, i.source,"
    " i.external_id, i.excluded_by, i.respond_due_us, i.resolve_due_us, i.still_us,"
    " i.respond_breach_us, i.resolve_breach_us, i.owner, i.linked,"
    " (SELECT o.key FROM incident o WHERE o.id = i.parent_id),"
    " (SELECT o.key FROM incident o WHERE o.id = i.duplicate_of),"
    f" i.reopen_count, i.rev, {REPEATS}"
)
_TODAY = f"i.still_us, i.paused_us, {ARR}, c.currency, c.score, c.renews_day"
_THEN = f"{STILL_THEN}, {PAUSED_THEN}, NULL, NULL, NULL, NULL"
_MICRO = 1_000_000
_COLUMNS = 35
_LINKED = 23


def selected(past: bool) -> str:
    """What `incident` reads. It wants the parameter `now`; of a past moment it does not
    tell what is of today."""
    return f"{_SELECT}, {_THEN if past else _TODAY}"


def incident(
    row: Sequence[Any],
    now_us: int,
    window_us: int,
    linked: Sequence[str] = (),
    components: Sequence[str] = (),
    *,
    of_simulated: bool = False,
) -> Incident:
    """A row of the listing as its read model, as it stood at a moment; `linked` are the
    clients that it hurts beside the first, `components` what it concerns;
    `of_simulated`: a run in force has reached the first of them."""
    (
        number, key, client, client_key, client_name, title, severity, status, opened,
        acknowledged, resolved, closed, resolution, impact, source, external, excluded,
        _, _, _, _, _, owner, many, parent, duplicate, reopened, rev, repeats,
        _, _, arr, currency, health, renews,
    ) = row[:_COLUMNS]  # fmt: skip

    def seen(micros: int | None) -> datetime | None:
        return None if micros is None or micros > now_us else from_micros(micros)

    over = seen(resolved) is not None
    return Incident(
        id=number, key=key, client_id=client, client_key=client_key,
        client_name=client_name, title=title, severity=severity,
        status=status_at(status, acknowledged, resolved, closed, now_us),
        opened=from_micros(opened), acknowledged=seen(acknowledged), resolved=seen(resolved),
        closed=seen(closed), resolution=resolution if over else None, impact=impact,
        source=source, external_id=external,
        penalty=incident_penalty(
            severity, opened, resolved, resolution, now_us, window_us, excluded is not None
        ),
        sla=_sla(row, now_us), owner=owner, clients=many + 1,
        affects=(client_key, *linked),
        arr=None if currency is None else Money(arr, currency), health=health, renews=renews,
        parent=parent, duplicate_of=duplicate if over else None, reopened=reopened, rev=rev,
        repeats=repeats, components=tuple(components),
        simulated=number < 0, of_simulated=of_simulated,
    )  # fmt: skip


def affected_by(rows: Rows, raw: Sequence[Sequence[Any]]) -> dict[int, list[str]]:
    """Incident to the public ids of the clients that are linked to it, in order."""
    wanted = [row[0] for row in raw if row[_LINKED]]
    found: dict[int, list[str]] = defaultdict(list)
    if wanted:
        for number, key in rows.rows(
            "SELECT l.incident_id, c.key FROM incident_client l JOIN client c"
            " ON c.id = l.client_id JOIN incident i ON i.id = l.incident_id"
            " WHERE l.incident_id IN (SELECT value FROM ints(:ids))"
            " AND l.client_id <> i.client_id ORDER BY l.incident_id, c.key",
            {"ids": as_list(wanted)},
        ):
            found[number].append(key)
    return found


def _sla(row: Sequence[Any], now_us: int) -> Sla:
    opened, acknowledged, resolved, closed = row[8:12]
    respond_due, resolve_due, still, respond_breach, resolve_breach = row[17:22]
    still_then, paused = row[29:31]
    ended = closed if resolved is None else resolved
    answered = ended if acknowledged is None else acknowledged
    respond = Clock(opened, respond_due - opened, 0, None, _by(answered, now_us),
                    _by(respond_breach, now_us))  # fmt: skip
    ended = _by(ended, now_us)
    resolve = Clock(
        opened, resolve_due - opened - still, still_then, paused if ended is None else None,
        ended, _by(resolve_breach, now_us),
    )  # fmt: skip
    coming = [
        each
        for each in (sla.runs_out(respond), sla.runs_out(resolve))
        if each is not None and each >= now_us
    ]
    following = from_micros(min(coming)) if coming else None
    return Sla(_side(respond, now_us), _side(resolve, now_us), following)


def _by(moment: int | None, now_us: int) -> int | None:
    return None if moment is None or moment > now_us else moment


def _side(clock: Clock, now_us: int) -> SlaSide:
    out, breached = sla.runs_out(clock), sla.breached_at(clock, now_us)
    return SlaSide(
        state=sla.state(clock, now_us),
        target_s=clock.target // _MICRO,
        used_s=sla.used(clock, now_us) // _MICRO,
        due=None if out is None else from_micros(out),
        breached=None if breached is None else from_micros(breached),
    )

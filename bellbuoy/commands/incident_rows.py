"""An incident as a row: the fields of the query language, by the same names."""

from __future__ import annotations

from bellbuoy.commands.columns import Column, Json, moment, money, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import narrowed
from bellbuoy.commands.to_json import to_json
from core.incidents.types import Incident, SlaSide
from core.values.instants import day_text
from core.values.took import took_words

_SIGNS = {
    "critical": "!!! critical",
    "high": "!!  high",
    "medium": "!   medium",
    "low": "    low",
}
_PAINT = {"critical": "1;31", "high": "31", "medium": "33", "low": "2"}


def incident_row(incident: Incident) -> dict[str, Json]:
    """`id` and `client` are public ids; `severity` null counts as medium;
    `penalty` is what it takes from the client's incident component now, `left_s` the
    seconds until its next clock runs out, below 0 since then."""
    return {
        "id": incident.key,
        "title": incident.title,
        "client": incident.client_key,
        "client_name": incident.client_name,
        "severity": incident.severity,
        "status": incident.status,
        "opened": to_json(incident.opened),
        "acknowledged": to_json(incident.acknowledged),
        "resolved": to_json(incident.resolved),
        "closed": to_json(incident.closed),
        "resolution": incident.resolution,
        "impact": incident.impact,
        "source": incident.source,
        "external_id": incident.external_id,
        "penalty": incident.penalty,
        "owner": incident.owner,
        "sla": to_json(incident.sla.next),
        "left_s": incident.sla.left_s,
        "breached": incident.sla.breached,
        **_side("respond", incident.sla.respond),
        **_side("resolve", incident.sla.resolve),
        "clients": incident.clients,
        "affects": list(incident.affects),
        "component": list(incident.components),
        "arr": to_json(incident.arr),
        "health": incident.health,
        "renews": None if incident.renews is None else day_text(incident.renews),
        "parent": incident.parent,
        "duplicate_of": incident.duplicate_of,
        "reopened": incident.reopened,
        "repeats": incident.repeats,
        "rev": incident.rev,
        "simulated": incident.simulated,
    }


def _side(name: str, side: SlaSide) -> dict[str, Json]:
    """The state of a clock, and in seconds its target and what was used of it."""
    return {
        name: side.state,
        f"{name}_target_s": side.target_s,
        f"{name}_used_s": side.used_s,
        f"{name}_due": to_json(side.due),
        f"{name}_breached": to_json(side.breached),
    }


def _severity(value: str | None) -> str:
    return _SIGNS.get(value or "", "!   medium?")


def _severity_paint(value: str | None) -> str:
    return _PAINT.get(value or "medium", "")


def _left(value: int | None) -> str:
    if value is None:
        return ""
    return f"{'-' if value < 0 else ''}{took_words(abs(value))}"


def _left_paint(value: int | None) -> str:
    return "31" if value is not None and value < 0 else ""


SEVERITY = Column(
    "severity", "severity", render=_severity, paint=_severity_paint, fixed=True, also=("sev",)
)
INCIDENTS = (
    Column("id", "id", fixed=True, also=("key",), mark="simulated"),
    SEVERITY,
    Column("status", "status", fixed=True),
    Column("left_s", "clock", "right", _left, _left_paint, fixed=True),
    Column("client_name", "client"),
    Column("title", "title"),
    moment("opened", "opened", also=("age",)),
    moment("sla", "next due", extra=True),
    Column("owner", "owner", extra=True),
    Column("respond", "answer", extra=True),
    Column("resolve", "resolution", extra=True),
    Column("breached", "breached", extra=True),
    Column("client", "client id", extra=True),
    moment("acknowledged", "acknowledged", extra=True, also=("ack",)),
    moment("resolved", "resolved", extra=True),
    moment("closed", "closed", extra=True),
    Column("resolution", "why resolved", extra=True),
    Column("duplicate_of", "repeats", extra=True),
    Column("impact", "impact", extra=True),
    Column("source", "source", extra=True),
    Column("external_id", "id there", extra=True),
    Column("penalty", "penalty", "right", extra=True),
    *(
        column
        for name, title in (("respond", "answer"), ("resolve", "resolution"))
        for column in (
            number(f"{name}_target_s", f"{title}: target s", extra=True),
            number(f"{name}_used_s", f"{title}: used s", extra=True),
            moment(f"{name}_due", f"{title}: due", extra=True),
            moment(f"{name}_breached", f"{title}: breached", extra=True),
        )
    ),
    number("clients", "clients", extra=True),
    Column("affects", "affects", extra=True),
    Column("component", "component", extra=True, also=("components",)),
    money("arr", "ARR", extra=True),
    number("health", "health", extra=True),
    Column("renews", "renews", extra=True),
    Column("parent", "parent", extra=True),
    number("reopened", "reopened", extra=True),
    number("repeats", "in 30 days", extra=True),
    number("rev", "rev", extra=True),
    Column("simulated", "simulated", extra=True),
)
"""The columns of incidents."""

INCIDENTS_SHORT = tuple(c for c in INCIDENTS if c.key != "client_name" and not c.extra)
"""The same below a client, whose name stands above."""


def incident_columns(options: Options) -> tuple[Column, ...]:
    """The columns of incident lists; a narrow terminal has no room for `opened`."""
    return narrowed(INCIDENTS, {"opened": 100}, options)

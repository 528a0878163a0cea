"""The parts of one incident: what became of it, the ledger of its clock, whom it hurts."""

from __future__ import annotations

from bellbuoy.commands.client_rows import day_json
from bellbuoy.commands.columns import Column, Json, moment, money, number, tier
from bellbuoy.commands.to_json import to_json
from core.incidents.types import AffectedClient, IncidentDetail, Step
from core.sla.types import LedgerRow
from core.values.instants import from_micros

STEPS = (
    number("number", "step"),
    moment("at", "when"),
    Column("kind", "what", fixed=True),
    Column("change", "change"),
    Column("text", "text"),
    Column("by", "by"),
    Column("for_clients", "for clients", extra=True),
)
LEDGER = (
    moment("since", "from"),
    moment("until", "until"),
    Column("clock", "clock", fixed=True),
    number("used_s", "used s"),
)
CLIENTS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("name", "client"),
    tier(),
    number("health", "health"),
    number("points", "points lost"),
    money("arr", "ARR"),
    Column("renews", "renews", fixed=True),
    Column("owner", "owner"),
    Column("first", "reported for it", extra=True),
    Column("simulated", "simulated", extra=True),
)
PARTS = {"timeline": STEPS, "steps": STEPS, "ledger": LEDGER, "clients": CLIENTS}


def part_rows(found: IncidentDetail, name: str) -> list[dict[str, Json]]:
    """The rows of one of PARTS."""
    if name == "timeline":
        return [step_row(step) for step in found.timeline]
    if name == "steps":
        return [step_row(step) for step in found.steps]
    if name == "ledger":
        return [_stretch(row) for row in found.ledger]
    return [_client(each) for each in found.affected]


def beside_of(found: IncidentDetail) -> dict[str, Json]:
    """All parts by name, and what is at stake."""
    return {
        **{name: part_rows(found, name) for name in PARTS},
        "children": list(found.children),
        "at_stake": {"arr": to_json(found.arr), "renewing_90d": found.renewing},
    }


def step_row(step: Step) -> dict[str, Json]:
    """`change` is in words what each thing was and is; `by` null: a source; `number` null:
    no step, but a time or a word of the source."""
    change = ", ".join(
        f"{name} {before or '-'} > {after or '-'}" if before or step.number else after or "-"
        for name, before, after in step.what
    )
    return {
        "number": step.number or None,
        "at": to_json(step.at),
        "kind": step.kind,
        "change": change,
        "text": step.text,
        "by": step.by,
        "for_clients": step.visible,
    }


def _stretch(row: LedgerRow) -> dict[str, Json]:
    """`used_s`: all that had been used at the end of the stretch."""
    return {
        "since": to_json(from_micros(row.since)),
        "until": None if row.until is None else to_json(from_micros(row.until)),
        "clock": "runs" if row.counts else "stands still",
        "used_s": row.used // 1_000_000,
    }


def _client(found: AffectedClient) -> dict[str, Json]:
    """`points`: what the incident takes from its score, exact; `first`: the one that it
    was reported for."""
    return {
        "id": found.key,
        "name": found.name,
        "tier": found.tier,
        "health": found.health,
        "points": found.points,
        "arr": to_json(found.arr),
        "renews": day_json(found.renews),
        "owner": found.owner,
        "first": found.first,
        "simulated": found.simulated,
    }

"""How all clients stand: one record, and its tables."""

from __future__ import annotations

from bellbuoy.commands.client_rows import signed
from bellbuoy.commands.columns import Column, Json, tier
from bellbuoy.commands.incident_rows import SEVERITY
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.to_json import record
from core.clients.types import Overview
from core.health.types import TIERS
from core.incidents.types import SEVERITIES
from core.values.money import Money, show_money

_TIERS = (
    tier(),
    Column("clients", "clients", "right"),
    Column("share", "share", "right"),
    Column("arr", "ARR", "right"),
)
_SEVERITIES = (SEVERITY, Column("open", "open", "right"))


def overview_row(found: Overview) -> dict[str, Json]:
    """Shares are 0 to 1; money is a list, an entry a currency."""
    return record(found)


def overview_text(found: Overview, options: Options) -> tuple[str, ...]:
    """Clients and tiers, revenue, incidents."""
    tiers: list[dict[str, Json]] = [
        {
            "tier": name,
            "clients": f"{found.tiers[name].n:,}{_mark(found, f'tier:{name}')}",
            "share": _share(found.tiers[name].n, found.clients),
            "arr": _money(found.tiers[name].arr, _mark(found, f"tier:{name}")),
        }
        for name in TIERS
    ]
    open_ones: list[dict[str, Json]] = [
        {
            "severity": name,
            "open": f"{found.incidents_by_severity.get(name, 0):,}"
            f"{_mark(found, f'severity:{name}')}",
        }
        for name in SEVERITIES
    ]
    return blocks(
        facts(_pairs(found)),
        section(tiers, _TIERS, options),
        section(open_ones, _SEVERITIES, options) if found.open_incidents else "",
    )


def _pairs(found: Overview) -> list[tuple[str, str]]:
    average = "unknown"
    if found.average is not None:
        average = f"{found.average:.1f}{_mark(found, 'health')}"
    if found.average_delta7 is not None:
        average += f", {signed(found.average_delta7)}{_mark(found, 'trend')} in 7 days"
    risk = _money(found.at_risk_arr, _mark(found, "at_risk")) or "none"
    if found.at_risk_share is not None:
        risk += f", {found.at_risk_share:.1%} of {_money(found.arr, _mark(found, 'arr'))}"
    return [
        ("clients", f"{found.clients:,}{_mark(found, 'clients')}, {found.scored:,} scored"),
        ("average health", average),
        ("ARR at risk", risk),
        ("open incidents", f"{found.open_incidents:,}{_mark(found, 'incidents')}"),
    ]


def _mark(found: Overview, figure: str) -> str:
    """What stands behind a figure that runs in force have moved."""
    return "~" if figure in found.simulated else ""


def _money(amounts: tuple[Money, ...], mark: str) -> str:
    return ", ".join(f"{show_money(money)}{mark}" for money in amounts)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""

"""How all clients stand: by tier, and the open incidents by severity."""

from __future__ import annotations

from core.clients.types import Overview
from core.health.types import TIERS
from core.incidents.types import SEVERITIES
from tui.charts.chart import Chart, Series
from tui.palette import ROLE_OF


def overview_charts(found: Overview) -> tuple[Chart, ...]:
    """A bar a tier, from the worst; then a bar a severity where incidents are open."""
    mark = "~" if "health" in found.simulated else ""
    average = "unknown" if found.average is None else f"{found.average:.1f}{mark}"
    clients = Series(
        "",
        tuple(found.tiers[tier].n for tier in TIERS),
        roles=tuple(ROLE_OF[tier] for tier in TIERS),
    )
    title = f"Clients by tier   {found.clients:,}, average health {average}"
    names = tuple(tier.replace("_", " ") for tier in TIERS)
    charts = [Chart("bars", title, (clients,), names, share=True)]
    if found.open_incidents:
        counts = tuple(found.incidents_by_severity.get(name, 0) for name in SEVERITIES)
        rated = Series("", counts, roles=tuple(ROLE_OF[name] for name in SEVERITIES))
        mark = "~" if "incidents" in found.simulated else ""
        head = f"Open incidents by severity   {found.open_incidents:,}{mark}"
        charts.append(Chart("bars", head, (rated,), tuple(SEVERITIES), share=True))
    return tuple(charts)

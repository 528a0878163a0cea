"""What the pane of alerts reads, off the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bellbuoy.services.alerts import listing, rules
from bellbuoy.services.context import Context
from core.alerts.types import Alert, AlertDetail, RuleRow

MOST = 200


@dataclass(frozen=True, slots=True)
class Alerts:
    """The open alerts, the gravest first (`more` are not shown), the rules by name,
    and the machine's time."""

    alerts: tuple[Alert, ...]
    more: int
    rules: tuple[RuleRow, ...]
    now: datetime


def read_alerts(ctx: Context) -> Alerts:
    """Everything of the pane but the facts of one alert."""
    page = listing.page(ctx, limit=MOST)
    more = listing.count(ctx) - len(page.rows) if page.next else 0
    return Alerts(page.rows, more, rules.listed(ctx), ctx.clock.now())


def read_detail(ctx: Context, key: str) -> AlertDetail:
    return listing.show(ctx, key)

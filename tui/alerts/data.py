"""What the pane of alerts reads, off the event loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bellbuoy.services.alerts import listing, replay, rules
from bellbuoy.services.context import Context
from core.alerts.types import STATES, Alert, AlertDetail, RuleRow

MOST = 200
ALIKE = 8
DAYS = 30


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of a query, without one the open ones, the gravest first (`more` are
    not shown), the rules by name, the machine's time, and by rule how many alerts began
    on each of 30 days."""

    alerts: tuple[Alert, ...]
    more: int
    rules: tuple[RuleRow, ...]
    now: datetime
    rang: Mapping[str, tuple[int, ...]]
    query: str = ""

    def days_of(self, rule: str) -> tuple[int, ...]:
        return self.rang.get(rule, (0,) * DAYS)


@dataclass(frozen=True, slots=True)
class Detail:
    """One alert with its facts, and the newest others of its rule in 30 days."""

    found: AlertDetail
    alike: tuple[Alert, ...]

    @property
    def alert(self) -> Alert:
        return self.found.alert


def read_alerts(ctx: Context, query: str = "") -> Alerts:
    """Everything of the pane but the facts of one alert. Raises QueryError."""
    page = listing.page(ctx, query, limit=MOST)
    more = listing.count(ctx, query) - len(page.rows) if page.next else 0
    now = ctx.clock.now()
    return Alerts(page.rows, more, rules.listed(ctx), now, replay.rang(ctx, DAYS), query)


def read_detail(ctx: Context, key: str) -> Detail:
    """One alert, and what is like it. Raises NotFoundError."""
    found = listing.show(ctx, key)
    every = ",".join(STATES)
    query = f"rule:{found.alert.rule} opened<{DAYS}d state:{every} sort:-opened"
    page = listing.page(ctx, query, limit=ALIKE + 1)
    others = tuple(each for each in page.rows if each.id != found.alert.id)
    return Detail(found, others[:ALIKE])

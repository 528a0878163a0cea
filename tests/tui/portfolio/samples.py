"""A base of a few hundred clients, as the portfolio gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from core.analytics.churn_mix import churn_mix
from core.analytics.health_trend import Bin, health_days
from core.analytics.incident_stats import incident_table
from core.analytics.revenue_split import revenue_split
from core.analytics.types import HealthTrend, IncidentStats, Revenue, UsageTrend
from core.analytics.usage_trend import usage_trend
from core.health.types import TIERS, Tier
from core.values.instants import parse_day
from tui.portfolio.data import PortfolioData

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
TODAY = parse_day("2026-11-21")
ARR: dict[Tier, int] = {
    "critical": 2_046_200_00, "at_risk": 13_660_750_00, "healthy": 38_172_500_00,
    "unknown": 314_880_00,
}  # fmt: skip
N: dict[Tier, int] = {"critical": 87, "at_risk": 212, "healthy": 905, "unknown": 12}
OWNERS = ("ana", "raj", "mei", None, "東京データ株式会社 with a long name")


class _Info:
    currency = "USD"


class _Ctx:
    """The little of a context that panes look at."""

    info = _Info()
    today = TODAY
    now = NOW


def health(days: int = 30) -> HealthTrend:
    """Rising slowly from 68, the median some points above."""
    first = TODAY - days + 1
    bins: list[Bin] = []
    for day in range(first + 5, TODAY + 1):
        step = (day - first) % 13
        bins += [
            (day, "healthy", 78 + step // 2, 60 + step, 400_00),
            (day, "critical", 30, 20, 90_00),
            (day, "at_risk", 55 + step, 20, 300_00),
        ]
    found = health_days(bins, first, TODAY, "USD")
    return HealthTrend(NOW, first, TODAY, found)


def usage(days: int = 30) -> UsageTrend:
    weekly = (9_120, 9_480, 9_310, 8_800, 7_950, 2_400, 1_900)
    calls = {TODAY - back: weekly[back % 7] + 11 * back for back in range(2 * days)}
    logins = {day: count // 90 for day, count in calls.items()}
    return usage_trend(calls, logins, days, TODAY, NOW)


def tiers(currency: str = "USD") -> Revenue:
    return revenue_split(
        [(tier, tier, N[tier]) for tier in TIERS],
        [(tier, tier, currency, ARR[tier]) for tier in TIERS],
        "tier",
        NOW,
        "USD",
    )


def by_owner() -> Revenue:
    """Split so that the owners sum to the tiers."""
    parts = len(OWNERS)
    clients, arr = [], []
    for tier in TIERS:
        for at, owner in enumerate(OWNERS):
            n = N[tier] // parts + (N[tier] % parts if not at else 0)
            minor = ARR[tier] // parts + (ARR[tier] % parts if not at else 0)
            clients.append((owner, tier, n))
            arr.append((owner, tier, "USD", minor))
    return revenue_split(clients, arr, "owner", NOW, "USD")


def incidents() -> IncidentStats:
    return incident_table(
        {("critical", "open"): 1, ("high", "acknowledged"): 3, ("medium", "open"): 4,
         (None, "pending"): 2, ("low", "open"): 4, ("high", "closed"): 304}, NOW
    )  # fmt: skip


def portfolio(**changes: Any) -> PortfolioData:
    data = PortfolioData(
        ctx=cast("Any", _Ctx()),
        health=health(),
        usage=usage(),
        tiers=tiers(),
        revenue=by_owner(),
        incidents=incidents(),
        churn=churn_mix({"high": 21, "medium": 5, "low": 74}, NOW, told=True),
    )
    return replace(data, **changes)

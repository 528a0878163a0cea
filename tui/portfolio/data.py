"""Everything that the portfolio shows, read together."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.context import Context
from core.analytics.types import ChurnMix, HealthTrend, IncidentStats, Revenue, UsageTrend
from tui.asks import Ask

DIMENSIONS = ("owner", "plan", "industry", "country", "renews")
RANGES = (30, 90)


@dataclass(frozen=True, slots=True)
class PortfolioData:
    """All of one moment. `tiers` is revenue by tier, `revenue` by the dimension that
    is shown; `currency` is the base currency of the store; `simulated` names the figures
    that runs in force have moved."""

    ctx: Context
    health: HealthTrend
    usage: UsageTrend
    tiers: Revenue
    revenue: Revenue
    incidents: IncidentStats
    churn: ChurnMix
    simulated: frozenset[str] = frozenset()

    def mark(self, *figures: str) -> str:
        """What stands behind a number that is one of these figures."""
        return "~" if self.simulated.intersection(figures) else ""

    @property
    def currency(self) -> str:
        return self.ctx.info.currency

    @property
    def is_empty(self) -> bool:
        """Whether there is no client, and nothing is known of any day."""
        return not self.tiers.rows and not any(day.known for day in self.health.days)


def read_portfolio(ctx: Context, ask: Ask[PortfolioData], by: str, days: int) -> PortfolioData:
    """On a thread: a past moment that nobody has looked at is computed first."""
    from bellbuoy.services import analytics
    from bellbuoy.services.simulations.moved import moved

    tiers = analytics.revenue(ctx, "tier", progress=ask.progress, cancelled=ask.cancelled)
    return PortfolioData(
        ctx=ctx,
        health=analytics.health_trend(ctx, days),
        usage=analytics.usage_trend(ctx, days),
        tiers=tiers,
        revenue=analytics.revenue(ctx, by),
        incidents=analytics.incident_stats(ctx),
        churn=analytics.churn_tiers(ctx),
        simulated=moved(ctx),
    )

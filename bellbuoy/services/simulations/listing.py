"""The scenarios that there are."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.simulations.feed import FEED
from core.simulations.scenario import Scenario
from core.simulations.scenarios import scenario, scenarios
from core.simulations.types import LIVE, ScenarioTold


@service("simulation:read")
def listed(ctx: Context) -> tuple[ScenarioTold, ...]:
    """Every scenario, in the order of the list."""
    del ctx
    return tuple(_told(each) for each in scenarios().values())


@service("simulation:read")
def runnable(ctx: Context) -> tuple[ScenarioTold, ...]:
    """Every scenario, and behind them the feed, which is about no client."""
    return (*listed(ctx), FEED)


@service("simulation:read")
def show(ctx: Context, name: str) -> ScenarioTold:
    """One scenario, or the feed. Raises NotFoundError."""
    del ctx
    return FEED if name == LIVE else _told(scenario(name))


def _told(each: Scenario) -> ScenarioTold:
    return ScenarioTold(each.id, each.title, each.about, each.says, each.parameters)

"""The scenarios that there are."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.simulations.scenario import Scenario
from core.simulations.scenarios import scenario, scenarios
from core.simulations.types import ScenarioTold


@service("simulation:read")
def listed(ctx: Context) -> tuple[ScenarioTold, ...]:
    """Every scenario, in the order of the list."""
    del ctx
    return tuple(_told(each) for each in scenarios().values())


@service("simulation:read")
def show(ctx: Context, name: str) -> ScenarioTold:
    """One scenario. Raises NotFoundError."""
    del ctx
    return _told(scenario(name))


def _told(each: Scenario) -> ScenarioTold:
    return ScenarioTold(each.id, each.title, each.about, each.says, each.parameters)

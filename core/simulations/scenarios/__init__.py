"""All scenarios: each module here that has a `SCENARIO`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from core.simulations.scenario import Scenario
from core.values.errors import NotFoundError


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Id to scenario, in the order of the list."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    found: list[Scenario] = [module.SCENARIO for module in modules]
    return {each.id: each for each in sorted(found, key=lambda each: each.order)}


def scenario(name: str) -> Scenario:
    """One by its id. Raises NotFoundError."""
    found = scenarios().get(name)
    if found is None:
        raise NotFoundError(f"no scenario “{name}”", "scenarios: " + ", ".join(scenarios()))
    return found

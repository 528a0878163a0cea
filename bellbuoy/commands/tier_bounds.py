"""The setting `tiers`: the scores at which tiers begin, a part of the health formula."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.scoring import said, set_scoring
from core.health.types import HealthConfig
from core.values.errors import UsageError

TIERS = "tiers"
_FLAGS = {"healthy": "healthy_from", "at_risk": "at_risk_from"}
_EXAMPLE = "config set tiers at_risk=45,healthy=75"


def tiers_words(config: HealthConfig) -> str:
    """As `config set tiers` takes it: `at_risk=40,healthy=70`."""
    return f"at_risk={config.at_risk_from},healthy={config.healthy_from}"


def set_tiers(options: Options, value: str | None) -> Answer:
    """Who moves with other bounds, and then those in force, as with the other parts of
    the formula. Raises UsageError for what is no bound."""
    if given := said(options):
        flag = given[0].replace("_", "-")
        raise UsageError(f"--{flag} does nothing for tiers", f"config set scoring --{flag}")
    if value is None:
        raise UsageError("the bounds are missing", _EXAMPLE)
    values = {**options.values, **_bounds(value)}
    return set_scoring(replace(options, values=MappingProxyType(values)))


def _bounds(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in text.split(","):
        name, sign, number = part.strip().partition("=")
        if name not in _FLAGS or not sign or _FLAGS[name] in found:
            raise UsageError(f"“{part.strip()}” is no bound of a tier", _EXAMPLE)
        found[_FLAGS[name]] = types.whole(number)
    return found

"""The health formula and its versions as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.health_rows import COMPONENTS
from bellbuoy.commands.to_json import to_json
from core.health.types import FormulaVersion, HealthConfig
from core.values.instants import iso


def _percents(weights: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {weight}%" for name, weight in weights.items())


def _baseline(base: Mapping[str, Any]) -> str:
    return f"{base['calls']:,} calls, {base['logins']:,} logins"


def _tiers(tiers: Mapping[str, int]) -> str:
    healthy, risk = tiers["healthy"], tiers["at_risk"]
    critical = f", critical 0 to {risk - 1}" if risk else ""
    return f"healthy {healthy} to 100, at risk {risk} to {healthy - 1}{critical}"


def _plans(plans: Any) -> str:
    return "; ".join(f"{plan['plan']} {_baseline(plan)}" for plan in plans) or "none"


FORMULA = (
    Column("version", "formula"),
    Column("weights", "weights", render=_percents),
    Column("baseline", "full use in 30 days", render=_baseline),
    Column("tiers", "tiers", render=_tiers),
    Column("plans", "plans with their own", render=_plans),
)
VERSIONS = (
    Column("version", "version", fixed=True),
    moment("created", "set"),
    Column("actor", "by"),
    number("scores", "scores"),
    Column("changed", "what it changed", render="; ".join),
)


def formula_row(config: HealthConfig) -> dict[str, Json]:
    """A formula: weights in percent, baselines of 30 days, the lowest scores of
    tiers. `config set scoring --from` reads the same again."""
    return {
        "version": config.version,
        "weights": dict(zip(COMPONENTS, config.weights, strict=True)),
        "baseline": to_json(config.baseline),
        "tiers": {
            "healthy": config.healthy_from,
            "at_risk": config.at_risk_from,
            "critical": 0,
        },
        "plans": [
            {"plan": plan, "calls": base.calls, "logins": base.logins}
            for plan, base in config.plans
        ],
    }


def version_row(found: FormulaVersion) -> dict[str, Json]:
    """A version: when it was set and by whom (null: it came with the store), what
    it changed, and how many scores name it."""
    return {
        "version": found.config.version,
        "in_force": found.in_force,
        "created": None if found.created is None else iso(found.created),
        "actor": found.actor,
        "changed": list(found.changed),
        "scores": found.scores,
    }

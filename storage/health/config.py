"""Versions of the health formula: every stored score names its own."""

from __future__ import annotations

import json

from core.health.types import Baseline, HealthConfig
from core.values.canonical import canonical
from storage.engine.reader import Rows


def current_config(rows: Rows) -> HealthConfig:
    """The formula in force; the default before anything was set."""
    version = rows.value("SELECT value FROM setting WHERE name = 'health.config'")
    return config_of(rows, version) if version else HealthConfig()


def config_of(rows: Rows, version: str) -> HealthConfig:
    """A version by name; an unknown name is the default formula."""
    body = rows.value("SELECT body FROM score_config WHERE version = ?", (version,))
    return read_config(version, body) if body else HealthConfig(version=version)


def config_body(config: HealthConfig) -> str:
    """Everything but the name, as canonical JSON."""
    return canonical(
        {
            "weights": list(config.weights),
            "baseline": _pair(config.baseline),
            "healthy_from": config.healthy_from,
            "at_risk_from": config.at_risk_from,
            "plans": [[plan, *_pair(baseline)] for plan, baseline in config.plans],
        }
    )


def read_config(version: str, body: str) -> HealthConfig:
    found = json.loads(body)
    return HealthConfig(
        version=version,
        weights=tuple(found["weights"]),
        baseline=Baseline(*found["baseline"]),
        healthy_from=found["healthy_from"],
        at_risk_from=found["at_risk_from"],
        plans=tuple((plan, Baseline(calls, logins)) for plan, calls, logins in found["plans"]),
    )


def _pair(baseline: Baseline) -> list[int]:
    return [baseline.calls, baseline.logins]

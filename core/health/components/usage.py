"""Usage: API calls against the baseline (DEFINITIONS 2.1)."""

from __future__ import annotations

from dataclasses import replace

from core.health.components.counted import Counted

COMPONENT = Counted(
    name="usage",
    unit="calls",
    total=lambda facts: facts.calls,
    baseline=lambda baseline: baseline.calls,
    of_day=lambda day: day.calls,
    with_total=lambda facts, calls: replace(facts, calls=calls),
    question="what keeps them from using it?",
).component(default_weight=40)

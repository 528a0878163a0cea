"""Engagement: logins, each counted, against the baseline (DEFINITIONS 2.1)."""

from __future__ import annotations

from dataclasses import replace

from core.health.components.counted import Counted

COMPONENT = Counted(
    name="engagement",
    unit="logins",
    total=lambda facts: facts.logins,
    baseline=lambda baseline: baseline.logins,
    of_day=lambda day: day.logins,
    with_total=lambda facts, logins: replace(facts, logins=logins),
    question="who logs in now, and who has stopped?",
).component(default_weight=30)

"""Health scores of a demo store, straight from its facts."""

from __future__ import annotations

from collections import defaultdict

from core.health.penalty import incident_penalty
from core.health.score import score_client
from core.health.types import WINDOW, HealthConfig, HealthFacts, HealthScore
from core.simulations.demo.facts import DemoFacts
from core.values.instants import day_end, day_start

Usage = dict[str, dict[str, dict[int, int]]]


def scores(facts: DemoFacts, back: int = 0) -> dict[str, HealthScore]:
    """The score of each client that had started, `back` local days ago."""
    usage: Usage = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for _, total in facts.day_totals():
        usage[total.client]["calls"][total.day] += total.calls or 0
        usage[total.client]["logins"][total.day] += total.logins or 0
    today = facts.today - back
    penalties = _penalties(facts, today)
    return {
        fact.external_id: score_client(
            HealthFacts(
                calls=_window(usage, fact.external_id, "calls", today),
                logins=_window(usage, fact.external_id, "logins", today),
                penalty=penalties[fact.external_id],
                days=min(WINDOW, today - fact.start + 1),
            ),
            HealthConfig(),
        )
        for _, fact in facts.clients()
        if fact.start is not None and fact.start <= today
    }


def _window(usage: Usage, client: str, kind: str, today: int) -> int | None:
    if client not in usage:
        return None
    days = usage[client][kind]
    return sum(days.get(day, 0) for day in range(today - WINDOW + 1, today + 1))


def _penalties(facts: DemoFacts, today: int) -> dict[str, int]:
    at = min(facts.as_of, day_end(today, facts.zone))
    window = day_start(today - WINDOW + 1, facts.zone)
    found: dict[str, int] = defaultdict(int)
    for _, i in facts.incidents():
        found[i.client] += incident_penalty(
            i.severity, i.opened, i.resolved, i.resolution, at, window
        )
    return found

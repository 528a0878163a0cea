"""Clients of whom an alert begins, with the facts that rang it: from, to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellbuoy.services.alerts.asking import Days
from core.alerts.types import Fact, Subject
from core.health.components import COMPONENTS
from core.values.instants import day_text
from storage.alerts.clients import stood
from storage.engine.reader import Rows

_CENTI = 100


def client_subjects(rows: Rows, found: list[tuple[Any, ...]], days: Days) -> list[Subject]:
    """Rows of `storage.alerts.clients.beginning` as subjects, in their order."""
    before = stood(rows, [row[0] for row in found], days.was)
    return [_subject(row, before.get(row[0])) for row in found]


def _subject(row: tuple[Any, ...], before: tuple[Any, ...] | None) -> Subject:
    (
        number, key, name, tier, score, delta7, arr, currency, seen, incidents, reason,
        usage, engagement, penalty, config, run,
    ) = row  # fmt: skip
    now: dict[str, Fact] = {
        "tier": tier,
        "health": score,
        "components": _components((usage, engagement, penalty)),
        "formula": config,
        "run": run,
    }
    facts: dict[str, Fact] = {
        "from": None if before is None else _then(before),
        "to": now,
        "fell_in_7_days": None if delta7 is None else -delta7,
        "arr": None if currency is None else {"minor": arr, "currency": currency},
        "last_seen": None if seen is None else day_text(seen),
        "open_incidents": incidents,
        "reason": reason or None,
    }
    facts["why"] = _why(facts, now)
    return Subject("client", key, name, number, facts)


def _then(row: tuple[Any, ...]) -> dict[str, Fact]:
    day, score, tier, *parts = row
    return {
        "day": day_text(day),
        "tier": tier,
        "health": score,
        "components": _components(tuple(parts)),
    }


def _components(parts: tuple[int | None, ...]) -> dict[str, Fact]:
    """Component to its points, 0 to 100; missing where it is unknown."""
    return {
        component.id: None if part is None else part / _CENTI
        for component, part in zip(COMPONENTS, parts, strict=True)
    }


def _why(facts: Mapping[str, Fact], now: Mapping[str, Fact]) -> str:
    """`healthy 72 → at risk 55 since 2026-03-14; usage 90 → 41`"""
    before = facts["from"]
    stands = _words(now)
    if not isinstance(before, Mapping):
        return f"{stands}, {facts['reason']}" if facts["reason"] else stands
    told = f"{_words(before)} → {stands} since {before['day']}"
    if _words(before) == stands:
        told = f"{stands}, as on {before['day']}"
    moved = _moved(before["components"], now["components"])
    return f"{told}; {moved}" if moved else told


def _words(standing: Mapping[str, Fact]) -> str:
    tier = str(standing["tier"]).replace("_", " ")
    score = standing["health"]
    return tier if score is None else f"{tier} {score}"


def _moved(before: Fact, now: Fact) -> str:
    assert isinstance(before, Mapping)
    assert isinstance(now, Mapping)
    told = []
    for name, value in now.items():
        old = before.get(name)
        if isinstance(old, float) and isinstance(value, float) and round(old) != round(value):
            told.append(f"{name} {round(old)} → {round(value)}")
    return ", ".join(told)

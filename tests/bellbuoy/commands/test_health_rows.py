from __future__ import annotations

from bellbuoy.commands.health_rows import (
    COMPONENTS,
    component_rows,
    component_table,
    history_row,
    tier_words,
)
from bellbuoy.commands.options import Options
from core.health.components import COMPONENTS as REGISTRY
from core.health.types import HistoryPoint
from tests.fixtures.stores import NOW


def test_components_are_those_of_the_registry() -> None:
    assert tuple(component.id for component in REGISTRY) == COMPONENTS


def test_an_unknown_component_is_null() -> None:
    rows = component_rows((6420, None, 7500), (57, 0, 43), (37, 0, 32))
    assert rows[1] == {"id": "engagement", "value": None, "weight": 0, "points": 0}
    lines = component_table(rows, 69, Options()).split("\n")
    assert lines[2].split() == ["engagement", "unknown", "0%", "0"]
    assert lines[-1].split() == ["total", "69"]


def test_no_table_without_a_score() -> None:
    assert (
        component_table(component_rows((None,) * 3, (0,) * 3, (0,) * 3), None, Options()) == ""
    )


def test_a_day_of_history() -> None:
    point = HistoryPoint(20_000, 65, "at_risk", (6420, None, 7500), "health/2", NOW, True)
    assert history_row(point) == {
        "day": "2024-10-04", "score": 65, "tier": "at_risk", "usage": 64.2,
        "engagement": None, "incidents": 75.0, "config": "health/2",
        "recorded_at": "2026-03-15T18:30:00.000000Z", "backfilled": True,
    }  # fmt: skip


def test_tiers_in_a_sentence() -> None:
    assert [tier_words(t) for t in ("critical", "at_risk", "healthy", "unknown")] == [
        "!! critical", "! at risk", "healthy", "? unknown",
    ]  # fmt: skip

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from bellbuoy.commands.health_page import (
    explanation_json,
    explanation_rows,
    explanation_text,
)
from bellbuoy.commands.options import Options
from bellbuoy.services import health
from core.health.types import HealthExplanation
from tests.fixtures.stores import context


@pytest.fixture
def found(demo_master: Path) -> HealthExplanation:
    return health.explain(context(demo_master), "C-0002")


def page(found: HealthExplanation) -> list[str]:
    (text,) = explanation_text(found, Options(), UTC)
    return text.split("\n")


def test_without_an_earlier_score_nothing_moved(found: HealthExplanation) -> None:
    alone = replace(found, change=None, change_from=None, score_before=None)
    assert not [line for line in page(alone) if line.startswith(("moved", "The change"))]
    assert {row["list"] for row in explanation_rows(alone)} == {"earned", "lost"}
    assert explanation_json(alone)["change"] is None


def test_flags_and_run_are_told(found: HealthExplanation) -> None:
    lines = page(replace(found, run=12, partial=True, flags=("measured over 9\nof 30 days",)))
    assert lines[0].endswith("69, ! at risk, partial")
    assert lines[1].endswith(" by run 12")
    assert "note  measured over 9�of 30 days" in lines


def test_nothing_lost_needs_no_table(demo_master: Path) -> None:
    full = health.explain(context(demo_master), "C-0003")
    assert full.score == 100
    assert not [line for line in page(full) if line.startswith("points lost")]

"""What the demo store's facts come to under the health score (DEFINITIONS 2)."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.health.types import TIERS, HealthScore
from core.simulations.demo.facts import DemoFacts, demo_facts
from tests.core.simulations.demo.scoring import scores

AS_OF = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
SEEDS = (1, 7, 42, 2026)


def demo(seed: int, clients: int, **other: int) -> DemoFacts:
    return demo_facts(seed, clients, as_of=AS_OF, zone=ZoneInfo("UTC"), **other)


def points(score: HealthScore) -> int:
    assert score.score is not None
    return score.score


def risen_in_twenty_days(facts: DemoFacts) -> int:
    """How many clients score five points more than they did."""
    now = scores(facts)
    before = scores(facts, back=20)
    return sum((now[key].score or 0) - (before[key].score or 0) >= 5 for key in before)


@pytest.mark.parametrize("seed", SEEDS)
def test_fifteen_clients_are_enough_for_every_tier(seed: int) -> None:
    assert {score.tier for score in scores(demo(seed, 15)).values()} == set(TIERS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_thousand_clients_spread_over_the_tiers(seed: int) -> None:
    # Without the run-in: the scores of today do not read it.
    tiers = Counter(score.tier for score in scores(demo(seed, 1_000, run_in=0)).values())
    assert 50 <= tiers["critical"] <= 95
    assert 150 <= tiers["at_risk"] <= 220
    assert 700 <= tiers["healthy"] <= 790
    assert tiers["unknown"] == 1


def test_the_run_in_gives_past_scores_a_whole_window() -> None:
    """Without it every client would seem to have risen from nothing."""
    assert risen_in_twenty_days(demo(42, 200)) < 70
    assert risen_in_twenty_days(demo(42, 200, run_in=0)) > 150


@pytest.mark.parametrize("seed", SEEDS)
def test_the_stories_come_out_as_they_are_told(seed: int) -> None:
    facts = demo(seed, 15)
    now, week_ago, month_ago = (scores(facts, back=back) for back in (0, 7, 28))
    tier = {key: score.tier for key, score in now.items()}
    change = {
        key: points(now[key]) - points(week_ago[key])
        for key in week_ago
        if week_ago[key].score is not None
    }
    # Decline: no incident takes anything, and yet a third of the points is gone.
    assert now["C-0001"].components[2] == 10_000
    assert tier["C-0001"] == "at_risk"
    assert change["C-0001"] <= -10
    assert points(month_ago["C-0001"]) >= 95
    # Outage: 80 penalty points, and still falling use.
    assert now["C-0002"].components[2] == 2_000
    assert tier["C-0002"] == "at_risk"
    assert change["C-0002"] <= -24
    # Upsell: everything at full.
    assert points(now["C-0003"]) == 100
    # Renewal in a week, at risk.
    assert tier["C-0004"] == "at_risk"
    # New: healthy because it is held against ten days, not thirty.
    assert tier["C-0005"] == "healthy"
    assert "C-0005" not in month_ago
    # No data: no score at all.
    assert now["C-0006"].score is None
    # Calm: healthy, room to fall, no penalty.
    assert 80 <= points(now["C-0007"]) <= 92
    assert now["C-0007"].components[2] == 10_000
    # Hostile and wide names stand on the radar, where they can be seen.
    assert tier["C-0008"] == tier["C-0009"] == "at_risk"
    # Recovery: up again by more than the trend's five points.
    assert change["C-0010"] >= 5
    assert tier["C-0010"] == "healthy"
    # Silence: nothing but the absence of incidents.
    assert points(now["C-0011"]) == 30
    assert now["C-0011"].components == (0, 0, 10_000)


def test_upsell_usage_is_far_above_the_baseline_and_grows() -> None:
    told = [f.calls or 0 for _, f in demo(42, 3).day_totals() if f.client == "C-0003"]
    calls = told[-59:]
    assert sum(calls[-30:]) > 2.5 * 5_000
    assert sum(calls[-28:]) > 1.3 * sum(calls[-56:-28])

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings

from core.clients.types import UsageDay
from core.health.change import Earlier, Today, explain_change
from core.health.components.record import Evidence
from core.health.score import score_client
from core.health.types import HealthConfig, HealthFacts, HistoryPoint, OpenPenalty
from core.values.contribution import Contribution, Explanation
from tests.core.health.drawn import cases, configs

usual = settings(deadline=None, max_examples=80)
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
DEFAULT = HealthConfig()
FIRST = 19_875
Case = tuple[HealthFacts, Evidence]


def days(first: int, calls: int, logins: int) -> tuple[UsageDay, ...]:
    return tuple(UsageDay(first + n, calls, logins) for n in range(30))


def moved(now: Case, then: Case, config: HealthConfig = DEFAULT) -> Explanation | None:
    was = score_client(then[0], config)
    point = HistoryPoint(
        FIRST + 22, was.score, was.tier, was.components, config.version, NOON, False
    )
    return explain_change(
        "Northwind",
        Today(score_client(now[0], config), *now),
        Earlier(point, then[0], then[1], {"usage": 12}),
        config,
        NOON,
    )


HIGH = OpenPenalty("INC-1", "API 5xx", "high", 20, resolved=False)
NOW = (
    HealthFacts(calls=1200, logins=30, penalty=10, days=30),
    Evidence((replace(HIGH, penalty=10, resolved=True),), days(FIRST, 40, 1)),
)
THEN = (
    HealthFacts(calls=4800, logins=30, penalty=20, days=30),
    Evidence((HIGH,), days(FIRST - 30, 160, 1)),
)


def told(part: Contribution) -> list[tuple[str, str, int, str]]:
    return [(p.id, p.label, p.points, p.value) for p in part.parts]


def test_days_that_left_and_came_and_an_incident_that_was_mended() -> None:
    change = moved(NOW, THEN)
    assert change is not None
    usage, engagement, incidents = change.parts
    assert (usage.points, usage.rows) == (-28, 12)
    assert usage.note == "4,800 calls in 30 days → 1,200 calls in 30 days"
    assert told(usage) == [
        ("left", "30 days left the window", 2, "2024-05-02..2024-05-31"),
        ("came", "30 days came into it", -30, "2024-06-01..2024-06-30"),
    ]
    assert engagement.points == 0
    assert told(incidents) == [("INC-1", "API 5xx", 3, "20 → 10")]
    assert incidents.parts[0].note == "high, resolved"


def test_days_in_both_windows_are_told_where_their_points_differ() -> None:
    # The same short days lose less beside worse ones, of which some were then.
    now = (NOW[0], Evidence((), days(FIRST, 40, 1)))
    week = (THEN[0], Evidence((HIGH,), days(FIRST - 7, 160, 1)))
    change = moved((replace(now[0], penalty=0), now[1]), week)
    assert change is not None
    usage, _, incidents = change.parts
    assert [part.id for part in usage.parts] == ["left", "came", "both"]
    assert usage.parts[2].label == "23 days in both windows"
    assert sum(part.points for part in usage.parts) == usage.points
    assert incidents.parts[0].note == "no longer counted"
    assert incidents.parts[0].value == "20 → 0"


def test_a_component_that_becomes_known_takes_its_weight() -> None:
    silent = (replace(THEN[0], logins=None), THEN[1])
    change = moved(NOW, silent)
    assert change is not None
    engagement = change.parts[1]
    assert engagement.parts[-1].id == "weight"
    assert engagement.parts[-1].value == "0% → 30%"
    assert engagement.parts[-1].points == 30


@usual
@given(cases(), cases(), configs())
def test_what_is_below_a_bar_sums_to_it(now: Case, then: Case, config: HealthConfig) -> None:
    change = moved(now, then, config)
    if change is None:
        return
    assert change.total == sum(part.points for part in change.parts)
    for part in change.parts:
        # Evidence is there, so whatever moved can be opened.
        assert bool(part.parts) or part.points == 0
        assert sum(below.points for below in part.parts) == (part.points if part.parts else 0)

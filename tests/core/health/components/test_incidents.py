from __future__ import annotations

import pytest

from core.health.components.incidents import COMPONENT
from core.health.components.record import Evidence
from core.health.types import HealthFacts, OpenPenalty


def facts(penalty: int) -> HealthFacts:
    return HealthFacts(calls=1, logins=1, penalty=penalty, days=30)


@pytest.mark.parametrize(
    ("penalty", "centipoints"), [(0, 10000), (25, 7500), (99, 100), (100, 0), (180, 0)]
)
def test_a_hundred_less_the_penalties(penalty: int, centipoints: int) -> None:
    assert COMPONENT.centipoints(facts(penalty)) == centipoints


def test_it_is_known_of_everybody_and_has_no_baseline() -> None:
    assert COMPONENT.always_known
    assert COMPONENT.baseline is None


def test_its_words() -> None:
    assert COMPONENT.formula(facts(25)) == "100 − penalties"
    assert COMPONENT.measured(facts(0)) == "no penalty"
    assert COMPONENT.measured(facts(25)) == "penalties 25"
    assert COMPONENT.measured(facts(180)) == "penalties 180, capped at 100"
    assert COMPONENT.reason(facts(25), 2) == "2 incidents open"
    assert COMPONENT.reason(facts(25), 1) == "1 incident open"
    assert COMPONENT.reason(facts(5), 0) == "incidents resolved lately"


def test_incidents_share_by_penalty_and_none_that_weighs_is_left_out() -> None:
    evidence = Evidence(
        (
            OpenPenalty("INC-1", "API 5xx", "high", 20, resolved=False),
            OpenPenalty("INC-2", "slow", "medium", 5, resolved=True, severity_assumed=True),
            OpenPenalty("INC-3", "same", "low", 0, resolved=True),
        )
    )
    first, second = COMPONENT.slices(facts(25), evidence)
    assert (first.id, first.label, first.share, first.note) == (
        "INC-1",
        "API 5xx",
        20,
        "high, open",
    )
    assert (second.id, second.share, second.note) == ("INC-2", 5, "medium assumed, resolved")
    assert first.kept
    assert second.kept

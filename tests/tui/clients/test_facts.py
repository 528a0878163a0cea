from __future__ import annotations

from dataclasses import replace

import pytest

from core.health.types import Baseline
from tests.tui.clients.samples import DETAIL, LOOK, TODAY, plain
from tui.clients.facts import fact_lines


def told(width: int = 60, most: int = 20, **changes: object) -> list[str]:
    detail = replace(DETAIL, **changes)  # type: ignore[arg-type]
    return plain(fact_lines(detail, LOOK, width, most)).split("\n")


def test_the_most_wanted_come_first_and_no_more_than_asked() -> None:
    assert [text.split()[0] for text in told()] == [
        "Plan",
        "ARR",
        "Renews",
        "Owner",
        "Industry",
        "Baseline",
        "Sources",
        "Contract",
        "Zone",
        "segment",
    ]
    assert len(told(most=7)) == 7


@pytest.mark.parametrize(
    ("width", "words"),
    [(60, "5,000 calls, 30 logins, plan"), (36, "5k calls, 30 logins, plan")],
)
def test_the_baseline_says_where_it_comes_from(width: int, words: str) -> None:
    assert f"Baseline {words}" in told(width, baseline_from="plan")
    assert "Baseline 1 call, 1 login, client" in told(
        baseline=Baseline(1, 1), baseline_from="client"
    )


@pytest.mark.parametrize(
    ("score", "line"),
    [(70, "Risk     70 of 100"), (71, "Risk     71 of 100    churn risk")],
)
def test_a_churn_risk_is_told_in_words(score: int, line: str) -> None:
    assert line in told(row=replace(DETAIL.row, risk_score=score))
    simulated = replace(DETAIL.row, risk_score=score, simulated=True)
    assert f"{score}~ of 100" in "\n".join(told(row=simulated))


def test_a_churn_tier_says_when_it_last_bought() -> None:
    bought = replace(DETAIL.row, last_bought=LOOK.today - 200, churn_tier="high")
    assert "Churn    high         200 days ago" in told(row=bought)
    never = replace(DETAIL.row, churn_tier="low")
    assert not any(line.startswith("Churn") for line in told(row=never))


def test_what_stands_second_goes_where_there_is_no_room() -> None:
    assert "ARR      $148,800     MRR $12,400" in told(40)
    assert "ARR      $148,800" in told(30)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (0, "today"), (-3, "3 days ago"), (400, "400 days")]
)
def test_a_renewal_has_its_day_and_how_far_it_is(days: int, words: str) -> None:
    lines = told(row=replace(DETAIL.row, renews=TODAY + days))
    assert any(text.startswith("Renews") and text.endswith(f"  {words}") for text in lines)


def test_an_end_ahead_is_told_beside_the_renewal() -> None:
    lines = told(ended=TODAY + 30)
    assert "Ends     2026-12-21   in 30 days" in lines
    assert any(text.startswith("Renews") for text in lines)

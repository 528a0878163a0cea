from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given

from core.risk.explain import RiskCase, explain_risk
from core.risk.score import risk_score
from core.risk.types import RiskFacts
from tests.core.risk.test_score import EXAMPLE, risk_facts

CASE = RiskCase(
    "C-1", "Northwind", datetime(2026, 3, 15, tzinfo=UTC), EXAMPLE, 7, ("call", "email"),
    ("INC-1", "INC-2"),
)  # fmt: skip


def test_the_example_is_told_input_by_input() -> None:
    found = explain_risk(CASE)
    assert (found.total, found.note) == (41, "")
    assert [(p.label, p.value, p.weight, p.points, p.rows) for p in found.parts] == [
        ("health 65 of 100", "35/100 × 40", 40, 14, None),
        ("last contact 45 days ago", "45/90 × 20", 20, 10, 7),
        ("incident penalties 20", "20/40 × 15", 15, 8, 2),
        ("1 of 2 opportunities stale", "1/2 × 10", 10, 5, None),
        ("sentiment -0.30", "0.30 × 15", 15, 4, None),
    ]
    assert [p.command for p in found.parts] == [
        "health explain C-1", "interaction list 'client:C-1 kind:call,email'",
        "incident list id:INC-1,INC-2", "", "",
    ]  # fmt: skip


def test_what_has_no_source_says_so_and_where_its_weight_went() -> None:
    found = explain_risk(replace(CASE, facts=RiskFacts(0, None, 50), contacts=0, incidents=()))
    assert [p.label for p in found.parts] == [
        "health 0 of 100", "no contact ever", "incident penalties 50",
        "open opportunities: no source yet", "sentiment: no source yet",
    ]  # fmt: skip
    assert [p.weight for p in found.parts] == [47, 23, 18, 12, 0]
    assert [p.points for p in found.parts] == [47, 23, 18, 0, 0]
    assert found.note == (
        "churn risk: above 70 · sentiment not known: its weight of 15 goes to the others"
    )
    assert not any(p.command for p in found.parts[1:])


def test_a_client_without_health_has_a_risk_of_the_rest() -> None:
    found = explain_risk(replace(CASE, facts=RiskFacts(None, 1, 0)))
    assert found.parts[0].label == "health unknown"
    assert found.parts[0].value == ""
    assert found.parts[1].label == "last contact 1 day ago"
    assert "health not known: its weight of 40 goes to the others" in found.note


def test_one_that_is_no_client_has_no_score_and_no_parts() -> None:
    found = explain_risk(replace(CASE, facts=None))
    assert (found.total, found.parts) == (None, ())
    assert found.note.startswith("no score")


@given(risk_facts())
def test_it_explains_the_very_score(facts: RiskFacts) -> None:
    found = explain_risk(replace(CASE, facts=facts))
    assert found.total == risk_score(facts).score == sum(p.points for p in found.parts)

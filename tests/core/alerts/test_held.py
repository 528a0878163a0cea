"""What was held back is told in one: everybody once, nobody lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.alerts.held import in_one
from core.alerts.message import NAMED, ring_body, summary_body, words_of
from core.alerts.types import Rule, Subject

RULE = Rule("mine", "incident", "status:open", "high")
AT = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)


def subject(number: int) -> Subject:
    return Subject("incident", f"INC-{number}", f"Incident {number}", number)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_each_alert_counts_once_and_the_first_are_named(rang: list[int]) -> None:
    bodies = [
        ring_body(RULE, f"A-{n}", subject(n), AT + timedelta(minutes=at), at + 1)
        for at, n in enumerate(rang)
    ]
    told = in_one(bodies)
    first = list(dict.fromkeys(rang))
    if len(first) == 1:
        assert told == bodies[-1]
        return
    assert (told["kind"], told["held"], told["count"]) == ("summary", len(rang), len(first))
    assert told["opened"] == bodies[0]["opened"]
    subjects = told["subjects"]
    assert isinstance(subjects, list)
    assert [each["id"] for each in subjects] == [f"INC-{n}" for n in first[:NAMED]]
    assert words_of(told) == f"mine: {len(first)} in quiet hours"


@given(st.integers(1, 50), st.integers(0, 5))
def test_those_that_a_summary_only_counts_are_counted(many: int, alone: int) -> None:
    bodies = [
        *(ring_body(RULE, f"A-{n}", subject(100 + n), AT, 1) for n in range(alone)),
        summary_body(RULE, [subject(n) for n in range(many)], 7, AT),
    ]
    told = in_one(bodies)
    assert (told["count"], told["held"], told["left_out"]) == (many + alone, many + alone, 7)

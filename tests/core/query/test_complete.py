"""Completion at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.query.complete import complete
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.types import Candidate
from tests.core.query.drawn import THINGS


def _texts(text: str, cursor: int | None = None) -> list[str]:
    at = len(text) if cursor is None else cursor
    return [candidate.text for candidate in complete(text, at, CLIENT_FIELDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ti", ["tier:"]),
        ("acme -TI", ["tier:"]),
        ("(re", ["renews:", "reason:"]),
        ("so", ["sort:"]),
        ("tier:", ["critical", "at_risk", "healthy", "unknown", "none", "any"]),
        ("tier:critical,at", ["at_risk"]),
        ("tier!=h", ["healthy"]),
        ("tier~", []),
        ("-partial:", ["yes", "no", "none", "any"]),
        ("owner:", ["me", "none", "any"]),
        ("plan:", ["none", "any"]),
        ("name:starts:", []),
        ("renews:", ["today", "today-7d", "30d", "past", "none", "any"]),
        ("renews<", ["today", "today-7d", "30d"]),
        ("seen:p", []),
        ("sort:-ar", ["arr"]),
        ("sort:name,he", ["health"]),
        ("cols:na", ["name"]),
        ("asof:", ["today", "today-7d"]),
        ("limit:", []),
        ("nosuch:", []),
        ('name:"ti', []),
        ('"a \\" ti', []),
        ('"a" ti', ["tier:"]),
        ("zz", []),
    ],
)
def test_candidates(text: str, expected: list[str]) -> None:
    assert _texts(text) == expected


def test_nothing_typed_offers_every_field_and_directive() -> None:
    found = _texts("")
    assert found[: len(CLIENT_FIELDS.names)] == [f"{name}:" for name in CLIENT_FIELDS.names]
    assert found[-5:] == ["sort:", "by:", "cols:", "limit:", "asof:"]


def test_short_forms_say_what_they_stand_for() -> None:
    assert complete("severity:sev2", 13, INCIDENT_FIELDS) == [Candidate("sev2", 9, 13, "high")]
    found = [c.text for c in complete("opened<", 7, INCIDENT_FIELDS)]
    assert found == ["today", "today-7d", "30d", "now", "2h"]


def test_only_the_word_before_the_cursor_is_replaced() -> None:
    found = complete("acme ti mrr>5", 7, CLIENT_FIELDS)
    assert found == [Candidate("tier:", 5, 7, "health tier, from the score")]
    assert complete("tier:crit", 9, CLIENT_FIELDS) == [Candidate("critical", 5, 9, "")]
    assert complete("-ti", 3, CLIENT_FIELDS)[0].start == 1


@given(st.text(max_size=20), st.integers(-3, 25))
def test_any_text_can_be_completed(text: str, cursor: int) -> None:
    for candidate in complete(text, cursor, THINGS):
        assert 0 <= candidate.start <= candidate.end <= len(text)
        typed = text[candidate.start : candidate.end]
        assert candidate.text.startswith(typed.lower())

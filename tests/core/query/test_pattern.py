"""Which patterns are read, and which are refused."""

from __future__ import annotations

import pytest

from core.query.automaton import Automaton
from core.query.pattern import Chars, PatternError, Sequence, read_pattern


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a", "a `\\)` is missing"),
        ("a)", "closes nothing"),
        ("*a", "nothing before `\\*`"),
        ("a|{2}", "nothing before `{`"),
        ("a**", "repeats a repetition"),
        ("a{2}{3}", "repeats a repetition"),
        ("a*+", "repeats a repetition"),
        ("a{3,2}", "does not run upwards"),
        ("a{999}", "does not run upwards"),
        (r"(a)\1", r"`\\1` is not available"),
        (r"\bword", r"`\\b` is not available"),
        ("(?=a)", "look-around"),
        ("(?P<x>a)", "look-around"),
        ("[a-", "is missing"),
        ("[z-a]", "a lower to a higher"),
        (r"[a-\d]", "a lower to a higher"),
        ("[ß]", "more than one letter"),
        ("\\", "escaped character is missing"),
        ("(" * 30 + "a" + ")" * 30, "groups inside each other"),
        ("(a{200}){200}", "too large"),
        ("((((){200}){200}){200}){200}", "too large"),
    ],
)
def test_what_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason):
        Automaton(read_pattern(pattern))


def test_literals_are_folded_with_their_marks() -> None:
    assert read_pattern("e\u0301") == Chars((("é", "é"),))
    assert read_pattern("ß") == Sequence((Chars((("s", "s"),)), Chars((("s", "s"),))))
    assert read_pattern("A") == read_pattern("a")

"""The automaton finds what a backtracking search finds, in linear time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.automaton import Automaton, automaton
from core.query.pattern import Chars, read_pattern
from core.values.text import fold


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("wind", "Northwind", True),
        ("^wind", "Northwind", False),
        ("^NORTH.*D$", "Northwind", True),
        ("[A-M]", "northwind", True),
        ("[^a-z]", "NORTH", False),
        ("a{2,3}b", "xaab", True),
        ("^a{2,3}$", "aaaa", False),
        ("^a{2,}$", "aaaa", True),
        ("a{,2}", "a{,2}", True),
        ("straß+e", "STRASSSSE", True),
        ("caf[é]", "CAFE\u0301", True),
        (r"\d\d", "a٣4", True),
        (r"\w\W\s", "a- ", True),
        (r"[\d.]{3}", "1.2", True),
        (r"^[\]a-]+$", "a-]", True),
        ("a.b", "a\nb", False),
        ("(ab|cd)+?e", "abcde", True),
        ("x(?:)y", "xy", True),
        ("^$", "", True),
        ("$^", "", True),
        ("a|^$", "b", False),
        ("", "anything", True),
        ("ς", "Σ", True),
    ],
)
def test_examples(pattern: str, text: str, found: bool) -> None:
    assert automaton(pattern).search(fold(text)) is found


_atoms = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "^", "$", r"\w", ""])


def _patterns() -> st.SearchStrategy[str]:
    def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        signs = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"])
        return st.one_of(
            st.lists(parts, min_size=1, max_size=3).map("".join),
            st.tuples(parts, parts).map("|".join),
            st.tuples(parts, signs).map(lambda p: f"(?:{p[0]}){p[1]}"),
        )

    return st.recursive(_atoms, grown, max_leaves=5)


@settings(max_examples=200)
@given(_patterns(), st.text("abc", max_size=6))
def test_it_agrees_with_backtracking(pattern: str, text: str) -> None:
    assert automaton(pattern).search(text) is bool(re.search(pattern, text))


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(?:a*a*a*a*)+b", "(.*)(.*)(.*)x$"])
def test_the_work_grows_with_the_text_alone(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tested = 0
    accepts = Chars.accepts

    def counted(self: Chars, char: str) -> bool:
        nonlocal tested
        tested += 1
        return accepts(self, char)

    monkeypatch.setattr(Chars, "accepts", counted)
    machine = Automaton(read_pattern(pattern))
    assert not machine.search("a" * 20_000)
    assert tested < 200  # met states are kept: the letters are not tested again


def test_many_letters_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.query.automaton._MAX_MOVES", 10)
    machine = Automaton(read_pattern("^(ab|c)*$"))
    for text in ("abc" * 9, "".join(map(chr, range(0x4E00, 0x4E40))), "ababc", "abab"):
        assert machine.search(text) is bool(re.search("^(ab|c)*$", text))

"""`fold` and `bb_match` find on every engine what Python finds."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.automaton import automaton
from core.query.pattern import PatternError
from core.values.text import fold
from storage.engine.functions import register
from storage.engine.params import as_list
from storage.engine.reader import Reader
from tests.fixtures.stores import NewStore

MARKS = "".join(chr(n) for n in range(0x300, 0x3100) if unicodedata.combining(chr(n)))
FOLDING = "".join(
    chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000 and fold(chr(n)) != chr(n)
)
# What Unicode assigned after the tables of this Python: letters, marks, pairs that
# a newer server composes.
LATER = "".join(chr(n) for n in (*range(0x10D40, 0x10D90), *range(0x11380, 0x113E3),
                                 *range(0x16D40, 0x16D7A), *range(0x1E5D0, 0x1E600),
                                 0xA7CB, 0xA7CC, 0xA7DA, 0x0897, 0x1CCD6))  # fmt: skip
chars = st.one_of(
    st.sampled_from(MARKS), st.sampled_from(FOLDING), st.sampled_from(LATER),
    st.sampled_from("abcXYZ ßÄéΣςσİıǅﬁ가각ᆨ①\x00\x01\n"),
    st.characters(exclude_categories=["Cs"]),
)  # fmt: skip
texts = st.text(chars.filter(lambda char: char != "\x00"), max_size=12)


@pytest.fixture(scope="module")
def reader(new_store: NewStore) -> Iterator[Reader]:
    with new_store().store.reader() as reader:
        yield reader


@settings(max_examples=80, deadline=None)
@given(values=st.lists(texts, max_size=40))
def test_text_folds_as_in_python(reader: Reader, values: list[str]) -> None:
    found = reader.rows("SELECT fold(value) FROM texts(?)", (as_list(values),))
    assert [folded for (folded,) in found] == [fold(value) for value in values]


@settings(max_examples=80, deadline=None)
@given(value=st.text(chars, max_size=12))
def test_a_bound_text_folds_as_in_python(reader: Reader, value: str) -> None:
    assert reader.value("SELECT fold(?)", (value,)) == fold(value)


def test_every_character_folds_as_in_python(reader: Reader) -> None:
    every = FOLDING + LATER + MARKS
    found = reader.rows("SELECT fold(value) FROM texts(?)", (as_list(every),))
    assert [folded for (folded,) in found] == [fold(char) for char in every]


atoms = st.sampled_from(
    ["a", "b", "É", "ß", "ﬁ", "e\u0301", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r"\.",
     "[a-c]", "[^a-c]", "[A-Z]", "[^A-Z]", r"[\d_-]", r"[^\w]", r"[\W1]", r"[^\S]", "[]a]",
     "[α-ω]", "[Α-Ω]", "[À-ſ]", "'", "%", '"', r"\n"]
)  # fmt: skip
signs = st.sampled_from(
    ["", "", "", "*", "+", "?", "{2}", "{0}", "{1,}", "{2,}", "{0,2}", "+?"]
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.tuples(inner, signs).map(lambda p: f"({p[0]}){p[1]}")
    either = st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})")
    edge = st.tuples(inner, st.sampled_from(["^", "$"]), inner).map("".join)
    return group | either | edge | st.tuples(inner, inner).map("".join)


single = st.tuples(atoms, signs).map("".join)
patterns = st.recursive(single | st.sampled_from(["", "^", "$", "^$"]), grown, max_leaves=5)
subjects = st.text(
    st.sampled_from("abcABZé ßſßſſΣσς1٣_-.\n'%\"ﬁk\u212a\u0301") | chars, max_size=8
)


@settings(max_examples=150, deadline=None)
@given(pattern=patterns, values=st.lists(subjects, min_size=1, max_size=12))
def test_patterns_find_what_the_automaton_finds(
    reader: Reader, pattern: str, values: list[str]
) -> None:
    try:
        expected = [automaton(pattern).search(fold(value)) for value in values]
    except PatternError:
        return
    values = [value for value in values if "\x00" not in value and "\x01" not in value]
    expected = [automaton(pattern).search(fold(value)) for value in values]
    found = reader.rows(
        "SELECT CASE WHEN bb_match(:pattern, value) THEN 1 ELSE 0 END FROM texts(:list)",
        {"pattern": pattern, "list": as_list(values)},
    )
    assert [bool(hit) for (hit,) in found] == expected


def test_a_hard_pattern_takes_no_longer_with_the_text(reader: Reader) -> None:
    params = {"pattern": "(a|a|aa)*" * 5 + "b", "text": "a" * 20_000}
    assert reader.value("SELECT bb_match(:pattern, :text)", params) == 0


def test_a_missing_text_matches_nothing(reader: Reader) -> None:
    assert reader.value("SELECT bb_match('a', NULL)") is None
    assert reader.value("SELECT fold(NULL)") is None


@pytest.fixture
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    register(made)
    return made


@pytest.mark.parametrize(
    ("value", "folded"),
    [("STRAßE", "strasse"), ("ﬁn", "fin"), ("Cafe\u0301", "café"), (12, "12"), (None, None)],
)
def test_fold(connection: sqlite3.Connection, value: object, folded: str | None) -> None:
    assert connection.execute("SELECT fold(?)", (value,)).fetchone() == (folded,)


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [("^north", "Northwind", 1), ("wind^", "Northwind", 0), ("a", None, None), (r"\d", 7, 1)],
)
def test_match(
    connection: sqlite3.Connection, pattern: str, value: object, found: int | None
) -> None:
    assert connection.execute("SELECT bb_match(?, ?)", (pattern, value)).fetchone() == (found,)


def test_they_may_stand_in_an_index(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE t (name TEXT)")
    connection.execute("CREATE INDEX folded ON t (fold(name))")  # only what is deterministic
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM t WHERE fold(name) = 'a'")
    assert "folded" in plan.fetchone()[3]

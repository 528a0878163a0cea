"""Texts, names and tags as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.desk.wording import LONGEST_TEXT, person, tag, tag_words, written
from core.values.errors import UsageError


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_a_text_is_kept_as_it_is_or_refused_as_empty(text: str) -> None:
    if text.strip():
        assert written(text, "the text") == text
    else:
        with pytest.raises(UsageError, match="the text is empty"):
            written(text, "the text")


def test_a_text_has_a_longest_and_is_text() -> None:
    assert len(written("x" * LONGEST_TEXT, "it")) == LONGEST_TEXT
    with pytest.raises(UsageError, match="65,537 characters; at most 65,536"):
        written("x" * (LONGEST_TEXT + 1), "it")
    with pytest.raises(UsageError, match="no UTF-8"):
        written("a\udce9", "it")


def test_a_name_has_no_tricks() -> None:
    assert person("  mei ") == "mei"
    for name in ("", " ", "a\x1b[2J", "x" * 81):
        with pytest.raises(UsageError, match="1 to 80"):
            person(name)


@settings(max_examples=60)
@given(st.text(max_size=20))
def test_a_tag_compares_by_itself(word: str) -> None:
    try:
        found = tag(word)
    except UsageError:
        return
    assert tag(found) == found
    assert tag_words((f"+{word}",)) == (frozenset({found}), frozenset())


def test_tags_come_and_go() -> None:
    assert tag_words(("+VIP", "-trial", "q1/2026")) == (
        frozenset({"vip", "q1/2026"}),
        frozenset({"trial"}),
    )
    for words in ((), ("+a b",), ("+",), ("-vip", "+vip"), ("x" * 41,)):
        with pytest.raises(UsageError):
            tag_words(words)

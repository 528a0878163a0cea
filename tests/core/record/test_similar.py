"""How like two incidents are: points that add up, and an index that misses nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from core.record import similar
from core.record.similar import Likeness, WordIndex, asked, likeness
from core.record.words import words_of

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORD = st.sampled_from(["login", "timeout", "export", "csv", "api", "blank", "slow", "page"])
TEXT = st.lists(WORD, max_size=6).map(" ".join)
PARTS = st.sampled_from([(), ("api",), ("web",), ("api", "web")])
CLIENT = st.sampled_from([None, "A", "B"])
LIKENESS = st.builds(Likeness, TEXT, PARTS, CLIENT)


def index_of(texts: list[str]) -> WordIndex:
    index = WordIndex()
    for number, text in enumerate(texts):
        index.add(number, text)
    return index


def test_words_are_folded_and_tell_something() -> None:
    assert words_of("The Login of “ACME-Web” is SLOW, slow!") == ("login", "acme-web", "slow")
    assert words_of("a b ÄRGER ﬁle 404") == ("ärger", "file", "404")
    assert words_of("\x1b]0;x\x07 _ -") == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXT, max_size=8), LIKENESS, LIKENESS)
def test_points_add_up_and_are_most_for_the_same(
    texts: list[str], like: Likeness, other: Likeness
) -> None:
    index = index_of(texts)
    sought = asked(like, index)
    found = likeness(sought, other, "S", NOW)
    assert found.total == sum(part.points for part in found.parts)
    assert 0 <= (found.total or 0) <= 100
    itself = likeness(sought, like, "S", NOW)
    if words_of(like.text):
        assert itself.total == 100


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXT, max_size=12), TEXT)
def test_the_index_finds_whoever_holds_a_word_the_heaviest_first(
    texts: list[str], text: str
) -> None:
    index, words = index_of(texts), words_of(text)
    held = [set(words_of(each)) for each in texts]

    def weight(number: int) -> int:
        return sum(index.weight(word) for word in words if word in held[number])

    sharing = [n for n in range(len(texts)) if held[n] & set(words)]
    expected = sorted(sharing, key=lambda n: (-weight(n), -n))
    assert index.candidates(words, 100) == expected
    assert index.candidates(words, 2) == expected[:2]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXT, st.integers(1, 70)), max_size=8), TEXT, st.integers(1, 300))
def test_candidates_are_those_of_a_plain_count(
    several: list[tuple[str, int]], text: str, most: int
) -> None:
    """Also where words that are common only add, and where many weigh the same."""
    index, held = WordIndex(), []
    for each, times in several:
        for _ in range(times):
            index.add(3 * len(held) - 7, each)
            held.append(set(words_of(each)))
    found: dict[int, int] = {}
    for word in sorted(words_of(text), key=lambda each: (-index.weight(each), each)):
        holding = [n for n, words in enumerate(held) if word in words]
        only_adds = len(found) >= 50 and len(holding) > len(found)
        for n in holding:
            if not only_adds or n in found:
                found[n] = found.get(n, 0) + index.weight(word)
    expected = sorted(found, key=lambda n: (-found[n], -n))[:most]
    for many in (0, 10**9):  # by arrays, as among very many, and without
        with patch.object(similar, "_MANY", many):
            assert index.candidates(words_of(text), most) == [3 * n - 7 for n in expected]


def test_common_words_add_to_what_rare_ones_found() -> None:
    texts = ["login error"] * 400 + ["login timeout error"] * 60 + ["export error"] * 3
    index = index_of(texts)
    found = index.candidates(("login", "timeout", "error"), 30)
    assert found == list(range(459, 429, -1))

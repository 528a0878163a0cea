from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.terminal.units import ESCAPE_S, PASTE_S, Pasted, Unit, Units

# What terminals send: keys, mouse, answers, wide text.
PIECES = (
    b"a", "é".encode(), "東".encode(), b"\r", b"\x1b[A", b"\x1bOP", b"\x1b[15~",
    b"\x1b[<0;3;4M", b"\x1b[[A", b"\x1b[57;5u", b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1bP>|xterm\x1b\\", b"\x1b[?2026;2$y", b"\x1b[200~q\x1bz\x1b[A\x1b[201~", b"\x1b[12;40R",
    b"\x1bf",
)  # fmt: skip


def units(*chunks: bytes) -> list[Unit]:
    cut = Units()
    return [unit for chunk in chunks for unit in cut.feed(chunk)]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.integers(0, 300)))
@settings(max_examples=100)
def test_where_a_line_cuts_the_bytes_changes_nothing(
    pieces: list[bytes], cuts: list[int]
) -> None:
    whole = b"".join(pieces)
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    chunks = [whole[a:b] for a, b in pairwise(places)]
    assert units(*chunks) == units(whole)
    assert len(units(whole)) == len(pieces)


@given(st.lists(st.binary(max_size=200), max_size=6), st.booleans())
@settings(max_examples=100)
def test_no_junk_raises_or_stays_for_ever(chunks: list[bytes], expires: bool) -> None:
    cut = Units()
    for chunk in chunks:
        cut.feed(chunk)
        if expires:
            cut.expire()
    cut.expire()
    assert cut.waits is None
    # One half of a character may still wait for the other.
    assert [unit for unit in cut.feed(b"\xc3\x28j") if isinstance(unit, str)][-1] == "j"


@given(st.text(alphabet="qzd1\r\x1b[~O;20", max_size=60))
@settings(max_examples=100)
def test_nothing_that_is_pasted_runs_as_a_key(text: str) -> None:
    text = text.replace("\x1b[201~", "")
    if text.endswith("\x1b"):
        text += "."
    assert units(b"\x1b[200~" + text.encode() + b"\x1b[201~") == [Pasted(text)]


def test_half_a_sequence_is_dropped_and_a_lone_escape_is_a_key() -> None:
    cut = Units()
    assert cut.feed(b"\x1b[1;") == []
    assert cut.waits == ESCAPE_S
    assert cut.expire() == []
    assert cut.feed(b"\x1b") == []
    assert cut.expire() == ["\x1b"]
    assert cut.waits is None


def test_a_key_that_arrives_together_with_escape_is_still_that_key() -> None:
    assert units(b"\x1bj\x1b\x1b[A") == ["\x1b", "j", "\x1b", "\x1b[A"]
    cut = Units()
    assert cut.feed(b"\x1b]") == []
    assert cut.expire() == ["\x1b", "]"]


def test_a_paste_that_loses_its_end_gives_the_keys_back() -> None:
    cut = Units()
    assert cut.feed(b"\x1b[200~lost") == []
    assert cut.waits == PASTE_S
    assert cut.expire() == [Pasted("lost")]
    assert cut.feed(b"q") == ["q"]


def test_a_paste_that_nothing_marks_is_told_by_its_speed() -> None:
    text = "quit the demo and delete everything, then drop all that is left over there"
    assert units(text.encode()) == [Pasted(text)]
    cut = Units()
    cut.feed(text.encode())
    assert cut.feed(b"q") == [Pasted("q")]
    cut.expire()
    assert cut.feed(b"q") == ["q"]


@pytest.mark.parametrize("keys", [b"j" * 200, b"\x1b[B" * 200])
def test_a_key_held_down_on_a_slow_line_is_no_paste(keys: bytes) -> None:
    assert not any(isinstance(unit, Pasted) for unit in units(keys))


def test_an_answer_without_an_end_does_not_grow_for_ever() -> None:
    cut = Units()
    for _ in range(10):
        cut.feed(b"\x1b]11;" + b"x" * 1_000)
    assert cut.feed(b"\x1b\\j")[-1] == "j"

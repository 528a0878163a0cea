from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.text import cells
from tui.terminal import writer as module
from tui.terminal.writer import Writer, encode

PATIENCE_S = 10.0


@contextmanager
def piped() -> Iterator[tuple[int, Writer, threading.Event, threading.Event]]:
    """The end that reads, a writer into the other, and what it has called."""
    end, start = os.pipe()
    gone, caught_up = threading.Event(), threading.Event()
    made = Writer(start, "utf-8", gone.set, caught_up.set)
    made.start()
    try:
        yield end, made, gone, caught_up
    finally:
        made.stop()
        for number in {end, start}:
            with suppress(OSError):
                os.close(number)


def drain(end: int, size: int) -> None:
    """Read so many bytes, and no more: a pipe that is empty would wait."""
    while size:
        size -= len(os.read(end, min(size, 65_536)))


def test_what_is_written_arrives_in_its_order() -> None:
    with piped() as (end, made, _, _):
        for word in ("one ", "two ", "", "drei ä"):
            made.write(word)
        made.stop()
        assert os.read(end, 100).decode() == "one two drei ä"
        assert not made.is_alive()


def test_a_line_that_takes_nothing_holds_nobody_up_and_is_told_when_it_goes_on() -> None:
    with piped() as (end, made, _, caught_up):
        made.write("x" * 500_000)
        assert made.behind
        assert not caught_up.is_set()
        drain(end, 500_000)
        assert caught_up.wait(PATIENCE_S)
        assert not made.behind


def test_nobody_reads_any_more_is_told_once_and_ends_the_waiting() -> None:
    with piped() as (end, made, gone, _):
        os.close(end)
        made.write("x")
        assert gone.wait(PATIENCE_S)
        gone.clear()
        made.write("y" * 100_000)
        assert not made.behind
        made.stop()
        assert not gone.is_set()


def test_a_line_that_stands_still_at_the_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.2)
    with piped() as (end, made, _, _):
        made.write("x" * 500_000)
        made.stop()
        assert made.is_alive()
        drain(end, 500_000)
        made.join(PATIENCE_S)
        assert not made.is_alive()


@given(st.text(max_size=30), st.sampled_from(["ascii", "latin-1", "utf-8"]))
@settings(max_examples=50)
def test_what_an_encoding_lacks_keeps_its_cells(text: str, encoding: str) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\u200d", "").replace("\ufe0f", "")
    told = encode(text, encoding).decode(encoding)
    assert sum(map(cells, told)) == sum(map(cells, text))


def test_a_wide_character_becomes_two_question_marks() -> None:
    assert encode("a東é", "latin-1") == b"a??\xe9"
    assert encode("a東é", "ascii") == b"a???"

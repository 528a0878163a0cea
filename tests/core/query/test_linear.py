"""The work of reading a query grows with its length and not with its square.

Work is counted, not timed: every call of a function, Python's own or not, is one step.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest

from core.query import grammar, parse
from core.query.errors import QueryError
from storage.query.compile import compile_where
from tests.core.query.drawn import CONTEXT, THINGS
from tests.storage.query.shelf import FOLDED

SHORT, LONG = 2_000, 16_000
"""Eight times as long; far beyond what is taken in, 4,000 characters."""
SHAPES = {
    "words": "word ",
    "one word": "w",
    "clauses": "score:1 ",
    "values": "1,",
    "either": "score:1 OR ",
    "not": "NOT a ",
    "minus": "-a ",
    "groups": "(a) ",
    "open": "(",
    "close": ")",
    "quotes": '"a" ',
    "open quotes": 'a"',
    "escapes": '"\\" ',
    "dots": "a.",
    "quoted dots": 'a."b".',
    "signs": ":=<>",
    "blanks": " ",
    "ranges": "score:1..2 ",
    "wide": "東 ",
}


def work(function: Callable[[], object]) -> int:
    """How many calls it takes, those of built-in functions among them."""
    steps = 0

    def count(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with suppress(QueryError):
            function()
    finally:
        sys.setprofile(before)
    return steps


def of_length(shape: str, length: int) -> str:
    start = "score:" if shape == SHAPES["values"] else ""
    return start + (shape * (length // len(shape) + 1))[: length - len(start)].rstrip(",")


def compiled(text: str) -> object:
    where = parse.parse(text, THINGS, CONTEXT).where
    return compile_where(where, THINGS, FOLDED, CONTEXT)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_reading_takes_steps_in_proportion_to_the_length(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "MAX_LENGTH", LONG)
    monkeypatch.setattr(parse, "MAX_VALUES", LONG)
    few = work(lambda: compiled(of_length(shape, SHORT)))
    many = work(lambda: compiled(of_length(shape, LONG)))
    assert many <= 1.1 * LONG / SHORT * few + 200, (few, many)


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    assert work(lambda: compiled("(" * LONG)) < 50

"""A task on one line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.desk.typed import typed_task, typed_words
from core.desk.types import TypedTask
from core.values.errors import UsageError
from core.values.instants import parse_day

TODAY = parse_day("2026-03-15")


def test_words_stand_anywhere() -> None:
    found = typed_task("call due:fri  Dana owner:mei now", TODAY)
    assert found == TypedTask("call Dana now", TODAY + 5, "mei")
    assert typed_task("call Dana", TODAY) == TypedTask("call Dana", None, None)


@pytest.mark.parametrize(
    "line", ["", "due:fri", "x due:soon", "x due:", "x due:fri due:mon", "x owner:",
             "x due:2026-03-14"],
)  # fmt: skip
def test_what_is_no_task_is_told(line: str) -> None:
    with pytest.raises(UsageError):
        typed_task(line, TODAY)


def test_it_is_told_while_one_types() -> None:
    assert typed_words("", TODAY) == ""
    assert typed_words("call", TODAY) == "no day, you"
    assert typed_words("call due:tomorrow owner:mei", TODAY) == "due tomorrow, mei"
    assert typed_words("call due:soo", TODAY) == "“soo” is no day"


@settings(max_examples=50)
@given(st.lists(st.sampled_from("call Dana due mei: x:y".split()), min_size=1, max_size=6))
def test_other_words_stay_in_their_order(words: list[str]) -> None:
    assert typed_task(" ".join([*words, "due:3d"]), TODAY).text.split() == words

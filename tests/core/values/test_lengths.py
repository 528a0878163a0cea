"""Lengths of time in words and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import UsageError
from core.values.lengths import is_length, length_text, seconds_of


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**8))
def test_what_is_written_is_read(seconds: int) -> None:
    assert seconds_of(length_text(seconds)) == seconds
    assert is_length(length_text(seconds))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (59, "59s"), (60, "1min"), (5_400, "90min"), (86_400, "1d"), (1_209_600, "2w")],
)
def test_the_largest_unit_that_holds_it(seconds: int, text: str) -> None:
    assert length_text(seconds) == text


@pytest.mark.parametrize("text", ["", "6", "h", "6 h", "-6h", "6h ", "1.5h", "٣h", "6mo"])
def test_what_is_none_is_told(text: str) -> None:
    assert not is_length(text)
    with pytest.raises(UsageError, match="is no span of time"):
        seconds_of(text)

"""Lists in one parameter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.engine.params import as_list
from storage.engine.reader import Reader
from tests.fixtures.stores import NewStore

numbers = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30)
# SQLite ends a text of a JSON list at U+0000.
chars = st.characters(min_codepoint=1, exclude_categories=["Cs"])
words = st.lists(st.text(chars, max_size=8), max_size=8)


@pytest.fixture(scope="module")
def reader(new_store: NewStore) -> Iterator[Reader]:
    with new_store().store.reader() as reader:
        yield reader


@settings(max_examples=60, deadline=None)
@given(values=numbers)
def test_numbers_come_out_as_they_went_in(reader: Reader, values: list[int]) -> None:
    found = reader.rows("SELECT value FROM ints(:list)", {"list": as_list(values)})
    assert [value for (value,) in found] == values


@settings(max_examples=60, deadline=None)
@given(values=words)
def test_words_come_out_as_they_went_in(reader: Reader, values: list[str]) -> None:
    found = reader.rows("SELECT value FROM texts(?)", (as_list(values),))
    assert [value for (value,) in found] == values


def test_no_list_is_an_empty_one(reader: Reader) -> None:
    for name in ("ints", "texts"):
        assert reader.rows(f"SELECT value FROM {name}(:list)", {"list": None}) == []

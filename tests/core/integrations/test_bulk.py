"""Whole columns at once give what cell by cell gives."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations import bulk, cells
from core.integrations.fields import Field
from core.integrations.mapping_types import Column
from core.integrations.times import Calendar, instant
from core.values.errors import RowError

CALENDAR = Calendar(ZoneInfo("UTC"), ZoneInfo("UTC"), datetime(2024, 7, 1, tzinfo=UTC))
CELL = (
    st.sampled_from(["", " ", "a", "A-1", "x|y", "7", "007", "-7", "²", "5.0",
                     "2024-03-01T09:00:00Z", "2024-03-01 09:00:00.5Z",
                     "2999-01-01T00:00:00Z", "1969-01-01T00:00:00Z",
                     "2024-02-30T00:00:00Z", "9" * 15])
    | st.text(max_size=5)
    | st.integers(-1, 9)
    | st.none()
)  # fmt: skip
COLUMN = st.lists(CELL, min_size=1, max_size=4)


def singly(parse: Any, column: list[Any]) -> list[Any] | None:
    try:
        return [parse(cell) for cell in column]
    except RowError:
        return None


@given(COLUMN)
def test_bulk_agrees_with_the_parsers(column: list[Any]) -> None:
    for quick, parse in (
        (bulk.ids, cells.identifier("id")),
        (bulk.wholes, cells.whole("value")),
        (lambda c: bulk.instants(c, CALENDAR.latest), instant(None, CALENDAR)),
        (bulk.required_texts, cells.text("name", required=True)),
    ):
        found = quick(column)
        if found is not None:
            assert found == singly(parse, column)


@given(COLUMN)
def test_empty_texts_are_none(column: list[Any]) -> None:
    found = bulk.texts(column)
    if found is not None:
        assert found == [None if cell == "" else cell for cell in column]


@pytest.mark.parametrize(
    ("quick", "column"),
    [
        (bulk.ids, ["A-1", "B-2"]),
        (bulk.wholes, ["0", "42"]),
        (bulk.required_texts, ["x", " y"]),
    ],
)
def test_plain_columns_take_the_quick_way(quick: bulk.Bulk, column: list[str]) -> None:
    assert quick(column) is not None


def test_only_untouched_cells_have_a_quick_way() -> None:
    whole = Field("value", "whole", required=True)
    assert bulk.bulk_of(whole, Column("value", column="v"), CALENDAR.latest) is bulk.wholes
    translated = Column("value", column="v", words=(("x", "1"),))
    assert bulk.bulk_of(whole, translated, CALENDAR.latest) is None
    assert bulk.bulk_of(Field("day", "day"), Column("day", column="d"), CALENDAR.latest) is None


def test_empty_cells_mean_what_the_field_says() -> None:
    whole, column = Field("value", "whole", default="1"), Column("value", column="v")
    quick = bulk.bulk_of(whole, column, CALENDAR.latest, 1)
    assert quick is not None
    assert quick(["", "7", ""]) == [1, 7, 1]
    assert quick(["8", "9"]) == [8, 9]
    assert quick(["", "x"]) is None
    assert bulk.wholes([""]) is None


@given(COLUMN)
def test_cells_that_come_again_are_read_once(column: list[Any]) -> None:
    read: list[Any] = []

    def parse(cell: Any) -> str:
        read.append(cell)
        return f"{cell}!"

    found = bulk.remembered(parse)(column)
    if any(not isinstance(cell, str) for cell in column):
        assert found is None
    else:
        assert found == [f"{cell}!" for cell in column]
        assert sorted(read) == sorted(set(column))


def test_pairs_are_read_as_one() -> None:
    quick = bulk.remembered_pairs("/".join)
    assert quick(["1", "2", "1"], ["EUR", "EUR", "USD"]) == ["1/EUR", "2/EUR", "1/USD"]
    assert quick(["1"], [None]) is None


def test_few_cells_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_REMEMBERED", 2)
    known = bulk.Remembered(str.upper)
    assert [known[cell] for cell in "abcabc"] == list("ABCABC")
    assert sorted(known) == ["a", "b"]

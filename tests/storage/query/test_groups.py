"""Groups from the database: the same as counted in Python, and whole."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analytics.groups import Keys
from core.analytics.tally import Amounts, Tally, whole
from core.analytics.types import Key
from core.query.evaluate import Row, matches
from core.query.fields import Field
from core.query.types import Node, Reference
from core.values.errors import UsageError
from core.values.instants import date_of, to_micros
from core.values.money import Money
from storage.query.columns import ColumnSql
from storage.query.compile import compile_where
from storage.query.groups import GroupSource, tallies
from tests.core.query.drawn import CONTEXT, THINGS, ZONE, nodes, rows
from tests.storage.query.shelf import FOLDED, UNFOLDED, shelf

BY = [f.name for f in THINGS.fields if f.name not in ("ratio", "mrr")]
MEASURED = ("score", "arr", "renews", "due")


class Shelf:
    """What `Rows` asks for, over a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, params).fetchall()

    def one(self, sql: str, params: Any = ()) -> tuple[Any, ...] | None:
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Any = ()) -> Any:
        found = self.one(sql, params)
        return found[0] if found else None


def _key(field: Field, row: Row) -> Key:
    """The key of a row as DEFINITIONS and the query language have its value."""
    value = row[field.reads]
    if value is None or value == "":
        return None
    if field.type == "day":
        assert isinstance(value, int)
        return date_of(value).strftime("%Y-%m")
    if isinstance(value, datetime):
        return value.astimezone(ZONE).strftime("%Y-%m")
    assert not isinstance(value, float)
    return value


def _amount(row: Row, name: str) -> tuple[str, int] | None:
    """(currency, number) of a value; None where it is missing."""
    value = row[name]
    if isinstance(value, Money):
        return value.currency, value.minor
    if isinstance(value, datetime):
        return "", to_micros(value)
    return None if value is None else ("", int(value))  # type: ignore[arg-type]


def _in_python(drawn: Sequence[Row], by: Sequence[Field], measured: Sequence[str]) -> Any:
    found: dict[Keys, Tally] = defaultdict(Tally)
    for row in drawn:
        keys = tuple(_key(field, row) for field in by)
        cells = {}
        for name in measured:
            if (amount := _amount(row, name)) is not None:
                currency, number = amount
                cells[name, currency] = Amounts(1, number, number, number)
        found[keys] = found[keys] + Tally(1, cells)
    return dict(found) if found or by else {(): Tally()}


def _there(found: Mapping[Keys, Tally]) -> dict[Keys, Tally]:
    """Cells without any amount say nothing."""
    return {
        keys: Tally(t.n, {cell: a for cell, a in t.cells.items() if a.n})
        for keys, t in found.items()
    }


@settings(max_examples=100, deadline=None)
@given(
    st.none() | nodes(),
    st.lists(rows(), max_size=8),
    st.lists(st.sampled_from(BY), max_size=3, unique=True),
    st.lists(st.sampled_from(MEASURED), max_size=3, unique=True),
    st.sampled_from([FOLDED, UNFOLDED]),
)
def test_groups_are_those_of_python_and_sum_to_the_whole(
    node: Node | None,
    drawn: list[Row],
    by: list[str],
    measured: list[str],
    columns: Mapping[str, ColumnSql],
) -> None:
    connection = shelf(drawn)
    where, params = compile_where(node, THINGS, columns, CONTEXT)
    source = GroupSource("thing", where, columns, params)
    fields = [THINGS[name] for name in by]
    amounts = [THINGS[name] for name in measured]
    found = tallies(Shelf(connection), source, fields, amounts, ZONE)
    kept = [row for row in drawn if matches(node, row, THINGS, CONTEXT)]
    assert _there(found) == _in_python(kept, fields, measured)
    ungrouped = tallies(Shelf(connection), source, [], amounts, ZONE)
    assert _there({(): whole(found.values())}) == _there(ungrouped)
    connection.close()


def _row(**values: Any) -> Row:
    return {**{f.reads: None for f in THINGS.fields}, **values}


def _grouped(drawn: Sequence[Row], *by: str, most: int = 100) -> dict[Keys, int]:
    source = GroupSource("thing", "1 = 1", FOLDED)
    fields = [THINGS[name] for name in by]
    found = tallies(Shelf(shelf(drawn)), source, fields, [], ZONE, most)
    return {keys: tally.n for keys, tally in found.items()}


def test_a_month_is_one_of_the_zone() -> None:
    """2024-02-29 23:30 in UTC is March in Berlin."""
    at = [datetime.fromisoformat(text) for text in (
        "2024-02-29T22:59:59.999999+00:00", "2024-02-29T23:00:00+00:00",
        "2024-04-30T21:59:00+00:00", "2024-04-30T22:00:00+00:00",
    )]  # fmt: skip
    found = _grouped([_row(opened=moment) for moment in at], "opened")
    assert found == {("2024-02",): 1, ("2024-03",): 1, ("2024-04",): 1, ("2024-05",): 1}


def test_a_reference_is_known_by_its_key() -> None:
    twice = [_row(client=Reference(key, "Same")) for key in ("C-1", "C-2", "C-1")]
    assert _grouped(twice, "client") == {
        (Reference("C-1", "Same"),): 2,
        (Reference("C-2", "Same"),): 1,
    }


def test_empty_text_is_missing() -> None:
    found = _grouped([_row(note=""), _row(note=None), _row(note="x")], "note")
    assert found == {(None,): 2, ("x",): 1}


def test_nothing_makes_no_groups_but_one_whole() -> None:
    assert _grouped([], "tier") == {}
    assert _grouped([]) == {(): 0}
    assert _grouped([], "opened") == {}


def test_more_groups_than_anybody_reads_are_refused() -> None:
    drawn = [_row(name=str(n)) for n in range(4)]
    assert len(_grouped(drawn, "name", most=4)) == 4
    with pytest.raises(UsageError, match="more than 3 groups"):
        _grouped(drawn, "name", most=3)

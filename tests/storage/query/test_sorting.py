"""`sort:` to sort keys."""

from __future__ import annotations

from core.query.parse import parse
from storage.query.columns import ColumnSql
from storage.query.order import OrderKey
from storage.query.sorting import sort_keys
from tests.core.query.drawn import CONTEXT, THINGS
from tests.storage.query.shelf import FOLDED

LAST = OrderKey("thing.id")


def _keys(text: str, columns: dict[str, ColumnSql] = FOLDED) -> tuple[OrderKey, ...]:
    sort = parse(text, THINGS, CONTEXT).directives.sort
    return sort_keys(sort, THINGS, columns, LAST)


def test_fields_become_keys_and_ties_end_in_the_last() -> None:
    assert _keys("sort:-score,name") == (
        OrderKey("thing.score", True, nullable=True),
        OrderKey("thing.name_key", nullable=True),
        LAST,
    )
    assert _keys("") == (LAST,)


def test_text_without_a_folded_column_is_folded() -> None:
    assert _keys("sort:note")[0] == OrderKey("fold(thing.note)", nullable=True)
    assert _keys("sort:client")[0].sql == "thing.client_key"


def test_a_rank_sorts_in_place_of_the_token() -> None:
    columns = {"tier": ColumnSql("thing.tier", order="thing.rank", nullable=False)}
    assert _keys("sort:-tier", columns)[0] == OrderKey("thing.rank", True)


def test_a_second_field_on_one_column_adds_nothing() -> None:
    assert [key.sql for key in _keys("sort:-mrr,arr,score")] == [
        "thing.arr_minor",
        "thing.score",
        "thing.id",
    ]

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.commands import listing
from bellbuoy.commands.columns import Column
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from core.query.types import Directives
from core.values.errors import UsageError
from core.values.page import Page
from tests.fixtures.stores import NOW

COLUMNS = (Column("n", "n"), Column("half", "half"), Column("more", "more", extra=True))


class Shelf:
    """Numbers in pages, and how often somebody asked; stands for a context too."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.asked: list[tuple[int, str | None]] = []
        self.held = 0
        self.counted = 0

    @contextmanager
    def reader(self) -> Iterator[object]:
        self.held += 1
        yield object()
        self.held -= 1

    def holding(self, _reader: object) -> Shelf:
        return self

    def page(self, _ctx: object, limit: int, cursor: str | None) -> Page[int]:
        self.asked.append((limit, cursor))
        first = int(cursor or 0)
        rows = tuple(range(first, min(self.size, first + limit)))
        end = first + len(rows)
        return Page(rows, str(end) if end < self.size else None)

    def count(self) -> int:
        self.counted += 1
        return self.size

    def source(self, directives: Directives = Directives()) -> Source[int]:
        def row(number: int) -> dict[str, Any]:
            return {"n": number, "half": number / 2, "more": None}

        return Source(cast("Any", self), directives, NOW, self.page, row, self.count)


@pytest.fixture
def chunks_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "CHUNK", 10)


@pytest.mark.usefixtures("chunks_of_ten")
@pytest.mark.parametrize("form", ["json", "table", "jsonl", "csv", "md"])
@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 35])
def test_all_rows_whatever_the_chunks(form: Any, size: int) -> None:
    shelf = Shelf(size)
    answer = list_answer("n", shelf.source(), COLUMNS, Options(format=form))
    assert [row["n"] for row in answer.rows] == list(range(size))
    assert answer.next is None
    assert shelf.held == 0
    assert shelf.counted == 0
    streamed = form in ("jsonl", "csv", "md")
    assert answer.total == (None if streamed else size)
    assert isinstance(answer.rows, list) is not streamed


@pytest.mark.usefixtures("chunks_of_ten")
def test_a_stream_reads_only_as_far_as_it_is_read() -> None:
    shelf = Shelf(1000)
    answer = list_answer("n", shelf.source(), COLUMNS, Options(format="jsonl"))
    rows = iter(answer.rows)
    for _ in range(12):
        next(rows)
    assert len(shelf.asked) == 2


@given(size=st.integers(0, 40), limit=st.integers(1, 12))
def test_pages_walk_every_row_once(size: int, limit: int) -> None:
    shelf, walked, cursor = Shelf(size), [], None
    while True:
        options = Options(format="json", limit=limit, cursor=cursor)
        answer = list_answer("n", shelf.source(), COLUMNS, options)
        assert answer.total == size
        walked += [row["n"] for row in answer.rows]
        cursor = answer.next
        if cursor is None:
            break
    assert walked == list(range(size))


@pytest.mark.parametrize(
    ("form", "limit", "cursor", "counted"),
    [("json", 5, None, 1), ("table", 5, None, 1), ("json", 50, None, 0), ("json", 50, "3", 1),
     ("csv", 5, None, 0), ("jsonl", 5, None, 0)],
)  # fmt: skip
def test_counted_only_where_it_is_not_known_and_is_waited_for(
    form: Any, limit: int, cursor: str | None, counted: int
) -> None:
    shelf = Shelf(20)
    options = Options(format=form, limit=limit, cursor=cursor)
    answer = list_answer("n", shelf.source(), COLUMNS, options)
    assert shelf.counted == counted
    assert answer.total == (None if form in ("csv", "jsonl") else 20)


def test_a_list_that_cannot_be_counted_has_no_total() -> None:
    shelf = Shelf(20)
    source = shelf.source()
    uncounted = Source(source.ctx, source.directives, NOW, source.page, source.row)
    options = Options(format="json", limit=5)
    assert list_answer("n", uncounted, COLUMNS, options).total is None


def test_the_limit_of_the_query_is_the_end_of_its_list() -> None:
    shelf = Shelf(20)
    source = shelf.source(Directives(limit=3))
    answer = list_answer("n", source, COLUMNS, Options(format="json", limit=5))
    assert [row["n"] for row in answer.rows] == [0, 1, 2]
    assert answer.next is None


def test_columns_of_the_query_give_way_to_those_of_the_flag() -> None:
    source = Shelf(1).source(Directives(cols=("more", "n")))
    answer = list_answer("n", source, COLUMNS, Options(format="json"))
    assert [list(row) for row in answer.rows] == [["more", "n"]]
    assert [(c.key, c.extra) for c in answer.columns] == [("more", False), ("n", False)]
    answer = list_answer("n", source, COLUMNS, Options(format="json", cols=("half",)))
    assert [list(row) for row in answer.rows] == [["n", "half", "more"]]
    assert answer.columns == COLUMNS


def test_groups_are_refused() -> None:
    with pytest.raises(UsageError, match="by:"):
        list_answer("n", Shelf(1).source(Directives(by=("n",))), COLUMNS, Options())

"""What is kept of a list holds until somebody commits, and the search can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, cast

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.lists import ListWindow
from core.clients.types import ClientRow
from core.desk.types import Selection
from storage.engine.reader import Allowed, Params, Reader, TookLong
from storage.query.listing import Pace
from storage.query.sparse import look_through, rows_of, soon
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo()


@pytest.fixture
def reader(ctx: Context) -> Iterator[Reader]:
    with ctx.store.reader() as reader:
        yield reader


def mine(ctx: Context, pace: Pace) -> ListWindow[ClientRow]:
    """The clients of ana, the largest first."""
    window = clients.window(ctx, "owner:ana", "-arr").window
    return ListWindow(replace(window.listing, pace=pace), window.describe)


def test_pages_count_and_places_come_from_one_look(ctx: Context, reader: Reader) -> None:
    window = mine(ctx, Pace(patience_s=0, portion=4))
    looks: list[tuple[int, int]] = []
    found = window.page(reader, 0, told=lambda done, total: looks.append((done, total)))
    assert [row.id for row in found] == [
        r.id for r in clients.page(ctx, "owner:ana sort:-arr").rows
    ]
    assert looks == [(at, 15) for at in range(0, 15, 4)]
    looks.clear()
    for place, row in enumerate(found):
        assert window.position(reader, row.id, lambda *_: looks.append((0, 0))) == place
    assert window.count(reader) == len(found)
    assert window.page(reader, 1, told=lambda *_: looks.append((0, 0))) == ()
    assert looks == []


@pytest.mark.parametrize("few", [1, 100])
def test_what_is_committed_is_seen_by_the_next_read(
    ctx: Context, reader: Reader, few: int
) -> None:
    window = mine(ctx, Pace(patience_s=0, few=few, portion=4))
    before = window.page(reader, 0)
    assign(ctx, Selection(keys=(before[0].key,)), "ben")
    assert [row.id for row in window.page(reader, 0)] == [row.id for row in before[1:]]
    assert window.count(reader) == len(before) - 1
    assert window.position(reader, before[0].id) is None
    assert window.position(reader, before[2].id) == 1


def test_a_row_that_fits_no_more_or_moved_is_never_shown_as_kept(
    ctx: Context, reader: Reader
) -> None:
    listing = mine(ctx, Pace()).listing
    kept = look_through(listing, reader, None, 100)
    found = rows_of(listing, reader, kept.rows)
    assert found == listing.page(reader, None, 100)
    first, *others = kept.rows
    assert rows_of(listing, reader, [(first[0], -1, *first[2:]), *others]) is None
    assign(ctx, Selection(keys=(found[0][1],)), "ben")
    assert rows_of(listing, reader, kept.rows) is None
    assert rows_of(listing, reader, others) == found[1:]


def test_what_is_told_may_stop_it(ctx: Context, reader: Reader) -> None:
    class Enough(Exception):
        pass

    def told(done: int, _total: int) -> None:
        if done:
            raise Enough

    window = mine(ctx, Pace(patience_s=0, portion=4))
    with pytest.raises(Enough):
        window.first_page(reader, lambda _row: None, told)
    assert len(window.first_page(reader, lambda _row: None)) == window.count(reader) > 0


class Tired:
    """A reader for which each walk takes too long behind its second row."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def stream(self, sql: str, params: Params, allowed: Allowed) -> Iterator[tuple[Any, ...]]:
        yield from islice(self._reader.stream(sql, params, allowed), 2)
        raise TookLong

    def rows_within(self, *asked: Any) -> list[tuple[Any, ...]]:
        return list(self.stream(*asked))


def test_a_walk_that_takes_too_long_gives_way(ctx: Context, reader: Reader) -> None:
    whole = clients.page(ctx, "owner:ana sort:-arr").rows
    window, tired = mine(ctx, Pace(60)), cast("Reader", Tired(reader))
    walked: list[tuple[Any, ...]] = []
    rows = window.first_page(tired, walked.append)
    assert [row.id for row in rows] == [row.id for row in whole]
    assert [row[0] for row in walked] == [row.id for row in whole[:2]]
    for again in (mine(ctx, Pace(60)), window):
        assert [row.id for row in again.page(tired, 0)] == [row.id for row in whole]
        assert again.position(tired, whole[3].id) == 3
    key = window.listing.key_of(window.listing.page(reader, None, 2)[-1])
    assert [row[0] for row in soon(window.listing, tired, key, 2)] == [r.id for r in whole[2:4]]

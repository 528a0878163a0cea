"""A filter that is dropped leaves the list, and what stands beside it, as it was."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.views import offers as offering
from core.query.types import Candidate
from core.views.types import Offer
from storage.engine.reader import Reader, Told, TookLong
from storage.query import sparse
from storage.query.listing import Listing
from tests.tui.hand import Hand, using


async def test_the_row_is_told_again_after_a_filter_that_nothing_matched(
    demo_ctx: Context,
) -> None:
    async with using(demo_ctx) as hand:
        before = hand.lines[:-2]
        await hand.press("slash")
        await hand.type("nobody")
        assert "evidence" not in hand.text
        await hand.press("escape")
        await hand.until(lambda: hand.lines[:-2] == before)


async def test_a_fault_goes_with_the_text_that_it_stood_in(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2")
        told = hand.row(3)
        await hand.press("slash")
        await hand.type("tierr:high")
        await hand.until(lambda: "unknown field" in hand.row(3))
        await hand.press("ctrl+u")
        await hand.until(lambda: hand.row(3) == told)
        assert hand.list.editing


async def test_values_stand_below_the_box_with_the_rows_that_each_leaves(
    demo_ctx: Context,
) -> None:
    mine = clients.count(demo_ctx, "tier:healthy owner:ana")
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("tier:healthy owner:")
        view = hand.list.offers  # type: ignore[attr-defined]
        counted = {each.candidate.text: each.n for each in view.offered}
        assert counted["ana"] == mine
        assert any(" ana " in line and f" {mine} " in line for line in hand.lines)
        await hand.press("down")
        second = view.taken.candidate.text
        await hand.press("tab")
        assert hand.list.box.value == f"tier:healthy owner:{second}"  # type: ignore[attr-defined]
        await hand.press("enter")
        assert f"of {counted[second]} " in hand.row(3)
        assert not view.display


async def test_fields_and_operators_are_completed_too(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("hea")
        await hand.press("tab")
        assert hand.list.box.value == "health:"  # type: ignore[attr-defined]
        await hand.press("backspace")
        assert "less than" in hand.text
        await hand.press("down", "down", "tab")
        assert hand.list.box.value == "health<"  # type: ignore[attr-defined]
        await hand.press("escape")
        assert "less than" not in hand.text


async def test_a_key_is_answered_while_a_count_runs(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped, going = threading.Event(), threading.Event(), threading.Event()

    def slow(
        _ctx: Context, noun: str, text: str, _at: int, *, cancelled: Callable[[], bool]
    ) -> tuple[Offer, ...]:
        if text == "owner:":
            begun.set()
            while not cancelled() and not going.is_set():
                time.sleep(0.005)
            stopped.set()
        return (Offer(Candidate("raj", 6, len(text)), 5),)

    monkeypatch.setattr(offering, "offers", slow)
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        for key in ("o", "w", "n", "e", "r", "colon"):
            await hand.quick(key)
        await hand.until(begun.is_set)
        await hand.quick("r")
        assert hand.list.box.value == "owner:r"  # type: ignore[attr-defined]
        assert not going.is_set()
        await hand.until(stopped.is_set)
        await hand.settle()
        view = hand.list.offers  # type: ignore[attr-defined]
        assert [each.n for each in view.offered] == [5]


async def test_a_fault_is_pointed_at_where_it_is(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("plan:Pro tierr:high")
        assert "unknown field `tierr` at 10, did you mean `tier`?" in hand.text
        box = hand.list.box  # type: ignore[attr-defined]
        marked = [span for span in box._value.spans if span.style]
        assert [(span.start, span.end) for span in marked] == [(9, 14)]
        fault = "unknown field `tierr` at 10, did you mean `tier`?"
        await hand.until(lambda: hand.row(23) == fault)
        await hand.press(*["backspace"] * 11)
        assert not box._value.spans
        await hand.until(lambda: fault not in hand.text)
        await hand.type(" tierr:high")
        await hand.until(lambda: hand.row(23) == fault)
        await hand.press("escape")
        assert fault not in hand.text


_ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
)


async def test_a_filter_that_finds_its_rows_late_says_so_and_is_stopped(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_rows = Listing.first_rows

    def late(self: Listing, reader: Reader, limit: int) -> Iterator[tuple[Any, ...]]:
        if "late" in str(self.params.values()):
            reader.rows(_ENDLESS)
        return first_rows(self, reader, limit)

    monkeypatch.setattr(Listing, "first_rows", late)
    async with using(demo_ctx) as hand:
        await hand.press("2")
        before = hand.lines[3:-2]
        hand.list.edit_filter("late")
        await hand.until(lambda: hand.list.editing)
        await hand.quick("enter")
        await hand.until(lambda: "stops it" in hand.text)
        assert hand.list.back_word == "stop"
        await hand.quick("escape")
        await hand.until(lambda: "stopped; the rows are those of before" in hand.text)
        await hand.settle()
        assert hand.lines[3:-2] == before
        assert hand.list.query_text == ""
        assert "of 15" in hand.row(3)


@asynccontextmanager
async def _reading(ctx: Context, words: str) -> AsyncIterator[Hand]:
    """The list of healthy clients, while it says so."""
    async with using(ctx, (160, 48)) as hand:
        await hand.press("2")
        hand.list.open_list("tier:healthy", at_top=True)
        await hand.until(lambda: words in hand.text)
        yield hand


def _seldom(monkeypatch: pytest.MonkeyPatch, wait: Callable[[Reader], object]) -> None:
    """Behind the second row that it finds a list of healthy clients waits."""
    first_rows = Listing.first_rows

    def seldom(self: Listing, reader: Reader, limit: int) -> Iterator[tuple[Any, ...]]:
        said = str(self.params.values())
        late = "healthy" in said
        for place, row in enumerate(first_rows(self, reader, limit)):
            if late and place == 2:
                wait(reader)
            yield row

    monkeypatch.setattr(Listing, "first_rows", seldom)


async def test_what_is_found_stands_there_while_the_rest_is_still_read(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    _seldom(monkeypatch, lambda _reader: go_on.wait(10))
    rows = clients.page(demo_ctx, "tier:healthy", limit=9).rows
    async with _reading(demo_ctx, "2 found so far") as hand:
        assert hand.list.list.reading_new
        assert [row.name for row in rows if row.name in hand.text] == [r.name for r in rows[:2]]
        assert hand.list.back_word == "stop"
        await hand.quick("down")
        go_on.set()
        await hand.until(lambda: not hand.list.list.reading_new)
        await hand.settle()
        assert "found so far" not in hand.text
        assert rows[5].name in hand.text
        assert hand.list.list.cursor_row is not None
        assert hand.list.list.cursor_row.id == rows[1].id


async def test_escape_keeps_what_was_found_and_says_so(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    _seldom(monkeypatch, lambda reader: reader.rows(_ENDLESS))
    rows = clients.page(demo_ctx, "tier:healthy", limit=9).rows
    async with _reading(demo_ctx, "2 found so far") as hand:
        await hand.quick("escape")
        await hand.until(lambda: "stopped: there may be more rows" in hand.text)
        await hand.settle()
        assert [row.name for row in rows if row.name in hand.text] == [r.name for r in rows[:2]]
        assert not hand.list.list.reading_new
        assert "of …" in hand.row(3)
        await hand.press("escape")
        await hand.until(lambda: hand.list.query_text == "")


def _sparse(monkeypatch: pytest.MonkeyPatch, wait: Callable[[Reader], object]) -> None:
    """A list of healthy clients is looked through, and waits behind a third of it."""
    first_rows, look_through = Listing.first_rows, sparse.look_through

    def tired(self: Listing, reader: Reader, limit: int) -> Iterator[tuple[Any, ...]]:
        if "healthy" in str(self.params.values()):
            raise TookLong
        return first_rows(self, reader, limit)

    def late(
        listing: Listing, reader: Reader, cursor: None, most: int, told: Told
    ) -> sparse.Kept:
        told(5, 15)
        wait(reader)
        return look_through(listing, reader, cursor, most, told)

    monkeypatch.setattr(Listing, "first_rows", tired)
    monkeypatch.setattr(sparse, "look_through", late)


async def test_a_list_that_is_looked_through_says_how_far(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    _sparse(monkeypatch, lambda _reader: go_on.wait(10))
    rows = clients.page(demo_ctx, "tier:healthy", limit=9).rows
    async with _reading(demo_ctx, "  33 % looked through") as hand:
        assert hand.list.back_word == "stop"
        go_on.set()
        await hand.until(lambda: not hand.list.list.reading_new)
        await hand.settle()
        assert "looked through" not in hand.text
        assert [row.name for row in rows if row.name in hand.text] == [r.name for r in rows]
        await hand.press("G")
        assert hand.list.list.cursor_index == hand.list.list.total - 1


async def test_escape_stops_looking_and_keeps_the_rows_of_before(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sparse(monkeypatch, lambda reader: reader.rows(_ENDLESS))
    async with using(demo_ctx, (160, 48)) as hand:
        await hand.press("2")
        before = [line[:60] for line in hand.lines[5:12]]
        hand.list.open_list("tier:healthy", at_top=True)
        await hand.until(lambda: "33 % looked through" in hand.text)
        await hand.quick("escape")
        await hand.until(lambda: "stopped; the rows are those of before" in hand.text)
        await hand.settle()
        assert [line[:60] for line in hand.lines[5:12]] == before

"""Transactions: listed, shown, and told as they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context, reread
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, page_of
from core.purchases.fields import PURCHASE_FIELDS
from core.purchases.types import Purchase
from core.values.errors import NotFoundError
from core.values.page import Page
from storage.engine.reader import Reader, Rows
from storage.purchases import reads

LATEST = 10
_AT_ONCE = 500
Wait = Callable[[float], bool]
"""Sleeps for so many seconds; whether to go on."""


@service("purchase:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
    data: bool = False,
) -> Page[Purchase]:
    """One page of transactions, the newest first; with `data` none that a run made up."""
    request = parsed(ctx, query, sort)
    with ctx.reader() as reader:
        return page_of(reader, request, _opens(data), limit, cursor)


@service("purchase:read")
def count(ctx: Context, query: str = "", *, data: bool = False) -> int:
    """How many transactions a query has."""
    request = parsed(ctx, query)
    with ctx.reader() as reader:
        return _opens(data)(request, reader).count(reader)


def parsed(ctx: Context, query: str, sort: str | None = None) -> Asked:
    """A query over transactions. Raises QueryError."""
    return asked(ctx, query, PURCHASE_FIELDS, sort)


@service("purchase:read")
def show(ctx: Context, key: str) -> Purchase:
    """One transaction (`T-0001`). Raises NotFoundError."""
    with ctx.reader() as reader:
        found = reads.purchase_by_key(reader, key.strip().upper())
    if found is None:
        raise NotFoundError(f"no transaction “{key}”", "bellbuoy txn list")
    return found


@service("purchase:read")
def latest(ctx: Context, most: int = LATEST) -> tuple[Purchase, ...]:
    """The newest ones, the newest first."""
    with ctx.reader() as reader:
        return tuple(reads.latest(reader, most))


@service("purchase:read")
def follow(
    ctx: Context,
    wait: Wait,
    *,
    begin: int = LATEST,
    every_s: float = 1.0,
    before: Callable[[Context], object] | None = None,
) -> Iterator[Purchase | None]:
    """The newest `begin` transactions, the oldest first, then each as it comes; None
    whenever all that is known has been told. The store is asked every so many seconds;
    `before` each time does what makes it up to date."""
    return _followed(ctx, wait, begin, every_s, before)


def _followed(
    ctx: Context,
    wait: Wait,
    begin: int,
    every_s: float,
    before: Callable[[Context], object] | None,
) -> Iterator[Purchase | None]:
    if before is not None:
        before(ctx)
    with ctx.reader() as reader:
        known = reads.came(reader)
        first = reads.latest(reader, begin)
    yield from reversed(first)
    yield None
    while wait(every_s):
        ctx = reread(ctx)
        if before is not None:
            before(ctx)
        with ctx.reader() as reader:
            now = reads.came(reader)
            yield from reads.came_since(reader, known, now, _AT_ONCE)
        known = now
        yield None


def _opens(data: bool) -> Callable[[Asked, Reader], ListWindow[Purchase]]:
    def opened(request: Asked, reader: Reader) -> ListWindow[Purchase]:
        where, params = condition(reader, request, PURCHASE_FIELDS, reads.purchase_columns())
        if data:
            where = reads.that_is_data(where)
        listing = reads.purchase_listing(
            PURCHASE_FIELDS, request.directives.sort, where, params
        )
        return ListWindow(listing, _described)

    return opened


def _described(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Purchase, ...]:
    return tuple(reads.purchase_of(row) for row in raw)

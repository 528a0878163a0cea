"""Lists by query: parsed, bound, compiled once, then read a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from bellbuoy.services.context import Context
from core.query.context import QueryContext
from core.query.directives import as_of
from core.query.fields import FieldSet
from core.query.mentions import says
from core.query.parse import parse
from core.query.references import bind, lookups
from core.query.types import Directives, Node, Query
from core.values.errors import RemoteError, UsageError
from core.values.instants import from_micros
from core.values.page import Page, decode_cursor, encode_cursor
from storage.engine.reader import Reader, Rows, Told, TookLong, untold
from storage.looks.reads import last_look
from storage.query.columns import ColumnSql
from storage.query.compile import compile_where
from storage.query.listing import ANCHOR, Listing
from storage.query.order import KeyValue
from storage.query.references import references
from storage.query.sparse import Sparse, soon

Row = TypeVar("Row")
PAGE = 256


def query_context(ctx: Context) -> QueryContext:
    return QueryContext(
        viewer=ctx.viewer,
        today=ctx.today,
        now=ctx.now,
        zone=ctx.zone,
        base_currency=ctx.info.currency,
    )


def looking(rows: Rows, ctx: Context, noun: str, tree: Node | None) -> QueryContext:
    """The same, with the viewer's last look at the list where the query speaks of it."""
    context = query_context(ctx)
    found = last_look(rows, ctx.viewer.name, noun) if says(tree, "look") else None
    return context if found is None else replace(context, looked=from_micros(found[0]))


@dataclass(frozen=True, slots=True)
class Asked:
    """A parsed query over a noun, and the context at the day that it asks for."""

    ctx: Context
    query: Query
    directives: Directives
    noun: str = ""


def asked(ctx: Context, text: str, fields: FieldSet, sort: str | None = None) -> Asked:
    """Parse a query; `sort` (as behind `sort:`) counts before one in the query.

    Raises QueryError, exit 2. An `asof:` sets the day of this list.
    """
    query = parse(text, fields, query_context(ctx))
    if sort:
        wanted = parse(f"sort:{sort}", fields, query_context(ctx)).directives.sort
        query = replace(query, directives=replace(query.directives, sort=wanted))
    day: datetime | None = as_of(query.directives, query_context(ctx))
    if day is not None:
        if day > ctx.present:
            raise UsageError("`asof:` lies ahead of the store's clock")
        ctx = ctx.looking_at(day)
    return Asked(ctx, query, query.directives, fields.noun)


def condition(
    rows: Rows, request: Asked, fields: FieldSet, columns: Mapping[str, ColumnSql]
) -> tuple[str, dict[str, Any]]:
    """The WHERE of a query, with the words that name other rows looked up first."""
    tree = request.query.where
    context = looking(rows, request.ctx, fields.noun, tree)
    if tree is not None:
        wanted = lookups(tree, fields, context)
        tree = bind(tree, fields, context, references(rows, wanted))
    sql, params = compile_where(tree, fields, columns, context)
    return sql, dict(params)


@dataclass(frozen=True, slots=True)
class ListWindow(Generic[Row]):
    """A list for a screen: pages by number, a count, and where a row stands.

    Not bound to a thread; each call uses the reader it is given, so that the
    screen decides on which thread, and can interrupt it. `describe` turns raw
    rows into read models, all of a page at once. Where few rows fit, the list is
    looked through, and `told` hears how far, in numbers of rows; what it raises
    stops that.
    """

    listing: Listing
    describe: Callable[[Rows, Sequence[tuple[Any, ...]]], tuple[Row, ...]]
    _sparse: Sparse = field(default_factory=Sparse, init=False, repr=False, compare=False)

    def page(
        self,
        reader: Reader,
        index: int,
        anchors: Sequence[Sequence[KeyValue]] = (),
        told: Told = untold,
    ) -> tuple[Row, ...]:
        """Page `index` of 256 rows. With `anchors` a jump reads less than 1,280
        rows however deep it goes; without, it walks from the start."""
        first, kept = index * PAGE, self._sparse.kept(reader)
        if kept is not None and len(kept.anchors) > len(anchors):
            anchors = kept.anchors
        known = min(first // ANCHOR, len(anchors))
        cursor = anchors[known - 1] if known else None
        skipped = first - known * ANCHOR
        raw: list[tuple[Any, ...]] | None = None
        if kept is not None:
            raw = self._sparse.rows(self.listing, reader, first, PAGE, told)
        elif skipped < ANCHOR:  # a longer walk takes its time, and is not known by that
            try:
                raw = self.listing.page_within(reader, cursor, skipped + PAGE)[skipped:]
            except TookLong:
                raw = self._sparse.rows(self.listing, reader, first, PAGE, told)
        if raw is None:
            raw = self.listing.page(reader, cursor, skipped + PAGE)[skipped:]
        return self.describe(reader, raw)

    def first_page(
        self,
        reader: Reader,
        found: Callable[[tuple[Any, ...]], object],
        told: Told = untold,
    ) -> tuple[Row, ...]:
        """Page 0. `found` gets each raw row as it comes, for whoever wants to show those
        (`described`) while the rest is looked for."""
        raw: list[tuple[Any, ...]] = []
        if self._sparse.kept(reader) is not None:
            return self.page(reader, 0, told=told)
        try:
            for each in self.listing.first_rows(reader, PAGE):
                raw.append(each)
                found(each)
        except TookLong:
            self._sparse.look(self.listing, reader, told)
            return self.page(reader, 0, told=told)
        except RemoteError:
            if raw:
                raise
            return self.page(reader, 0, told=told)  # asks a server that was away once more
        return self.describe(reader, raw)

    def described(self, reader: Reader, found: Sequence[tuple[Any, ...]]) -> tuple[Row, ...]:
        """The read models of raw rows."""
        return self.describe(reader, found)

    def count(self, reader: Reader) -> int:
        kept = self._sparse.kept(reader)
        return len(kept.rows) if kept and kept.whole else self.listing.count(reader)

    def anchors(self, reader: Reader) -> list[tuple[KeyValue, ...]]:
        known = self._sparse.anchors()
        return self.listing.anchors(reader) if known is None else known

    def position(self, reader: Reader, number: int, told: Told = untold) -> int | None:
        """How many rows stand before the one with this number; None: it is not there."""
        return self._sparse.position(self.listing, reader, number, told)


def one_page(
    window: ListWindow[Row], reader: Reader, order: str, limit: int, cursor: str | None
) -> Page[Row]:
    """A page for a command: rows, and the cursor of the next one."""
    key = decode_cursor(order, cursor) if cursor else None
    if key is not None and (len(key) != len(window.listing.keys) or key[-1] is None):
        raise UsageError("that cursor is damaged")
    raw = soon(window.listing, reader, key, limit + 1)
    more = len(raw) > limit
    raw = raw[:limit]
    following = encode_cursor(order, window.listing.key_of(raw[-1])) if more and raw else None
    return Page(window.describe(reader, raw), following)


Opens = Callable[[Asked, Reader], ListWindow[Row]]
"""A parsed query as a list."""


def page_of(
    reader: Reader, request: Asked, opens: Opens[Row], limit: int, cursor: str | None
) -> Page[Row]:
    """A page of a query of its own `limit:`, else of so many; a cursor belongs to the
    noun and the order that it was made in."""
    said = request.directives
    order = f"{request.noun} {said.sort}"
    return one_page(opens(request, reader), reader, order, said.limit or limit, cursor)

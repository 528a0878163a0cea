"""Lists by query: the same flags and pages for every noun that has rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column
from bellbuoy.commands.leaving import MARK, leaves
from bellbuoy.commands.options import Options
from core.query.types import Directives
from core.values.errors import UsageError
from core.values.page import Page

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

Item = TypeVar("Item")
CHUNK = 1_000
# Formats that write row by row: a long list need not stand in memory.
_STREAMED = ("jsonl", "csv", "md")


@dataclass(frozen=True, slots=True)
class Source(Generic[Item]):
    """A list of a service, its query parsed.

    `page(ctx, limit, cursor)` reads on, `row` makes a JSON row of an item,
    `count` counts the whole list, None where it cannot. `now` is the moment
    that the rows hold at. `about` gives the public ids of the clients that an item is
    about, where it says something of them that a simulation can have made up.
    """

    ctx: Context
    directives: Directives
    now: datetime
    page: Callable[[Context, int, str | None], Page[Item]]
    row: Callable[[Item], Row]
    count: Callable[[], int] | None = None
    about: Callable[[Item], Sequence[str]] | None = None


def list_answer(
    schema: str, source: Source[Item], columns: tuple[Column, ...], options: Options
) -> Answer:
    """The rows of a list as its flags and directives ask for them.

    `limit:` and `cols:` of the query count before --limit, --cols before
    `cols:`. What leaves the program is without simulated rows. Raises UsageError for `by:`.
    """
    directives = source.directives
    if directives.by:
        raise UsageError(f"by: does not group {schema} rows", "clients and incidents only")
    limit = directives.limit or options.limit
    first = source.page(source.ctx, limit or CHUNK, options.cursor)
    items = first.rows if limit is not None else _all(source, first)
    keys = directives.cols if options.cols is None else ()
    told, columns = outside(source, items, columns, options)
    rows: Iterable[Row] = (_picked(row, keys) for row in told)
    if options.format not in _STREAMED:
        rows = list(rows)
    whole = limit is None or first.next is None
    return Answer(
        schema,
        rows,
        _chosen(columns, keys),
        as_of=source.now,
        next=None if whole or directives.limit else first.next,
        total=_total(source, rows, options, whole=whole),
    )


def outside(
    source: Source[Item], items: Iterable[Item], columns: tuple[Column, ...], options: Options
) -> tuple[Iterator[Row], tuple[Column, ...]]:
    """The rows of items; of an answer that leaves the program those that no simulation
    made up, or all, marked, where they are asked for."""
    about = source.about
    if about is None or not leaves(options):
        return (source.row(item) for item in items), columns
    from bellbuoy.services.simulations.outside import Sieve, made_up

    at = source.ctx.looking_at(source.now) if source.now < source.ctx.present else source.ctx
    if made_up(at) is None:
        return (source.row(item) for item in items), columns
    told = Sieve(source.ctx).told(items, about)
    if not options.simulated:
        return (source.row(item) for item, simulated in told if not simulated), columns
    marked = ({**source.row(item), MARK.key: simulated} for item, simulated in told)
    there = any(column.key == MARK.key for column in columns)
    return marked, columns if there else (*columns, MARK)


def _all(source: Source[Item], page: Page[Item]) -> Iterator[Item]:
    """Page after page, on one connection."""
    with source.ctx.reader() as reader:
        held = source.ctx.holding(reader)
        yield from page.rows
        while page.next is not None:
            page = source.page(held, CHUNK, page.next)
            yield from page.rows


def _total(
    source: Source[Item], rows: Iterable[Row], options: Options, *, whole: bool
) -> int | None:
    """How many rows the whole list has, where somebody waits for all of an answer."""
    if options.format in _STREAMED or not isinstance(rows, list):
        return None
    if whole and options.cursor is None:
        return len(rows)
    return None if source.count is None else source.count()


def _picked(row: Row, keys: tuple[str, ...]) -> Row:
    return {key: row[key] for key in keys} if keys else row


def _chosen(columns: tuple[Column, ...], keys: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a `cols:` in its order, else the usual ones."""
    if not keys:
        return columns
    by_key = {column.key: column for column in columns}
    return tuple(replace(by_key[key], extra=False) for key in keys)

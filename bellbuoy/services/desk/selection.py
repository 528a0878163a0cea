"""The clients that a person means: by their ids, or all that a query finds."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import count, listed
from bellbuoy.services.context import Context
from bellbuoy.services.desk.numbers import no_client
from bellbuoy.services.lists import asked
from core.desk.types import Selection
from core.query.nouns import CLIENT_FIELDS
from core.values.errors import NotFoundError, UsageError
from storage.desk.clients import numbers_of
from storage.desk.selecting import all_of, keys_of
from storage.engine.reader import Rows

MOST = 250_000
"""Clients that one change is about: more would keep others from writing for long."""


@service("client:read")
def keys_meant(ctx: Context, meant: Selection, most: int) -> tuple[str, ...]:
    """Their public ids. Raises UsageError for more than `most`, and for nobody."""
    with ctx.reader() as reader:
        found = chosen(ctx, reader, meant)
        if len(found) > most:
            raise UsageError(f"{len(found):,} clients at once; at most {most:,}", "narrow them")
        return tuple(keys_of(reader, found))


@service("client:read")
def meant_by(ctx: Context, text: str) -> Selection:
    """The client of a public id, or all that a query finds. Raises UsageError for an empty
    text: to mean everybody is said in so many words; QueryError."""
    if not text.strip():
        raise UsageError("no client is named", "a query: 'tier:critical'; all: 'status:any'")
    try:
        return Selection(keys_meant(ctx, Selection((text,)), 1))
    except NotFoundError:
        count(ctx, text)  # a query that cannot be read is told before anything
        return Selection(query=text)


def chosen(ctx: Context, rows: Rows, meant: Selection) -> list[int]:
    """The store's own numbers of clients, in order. Raises NotFoundError for an id that
    there is not, QueryError; UsageError for too many, and for a query of a past day."""
    if meant.query is None:
        known = numbers_of(rows, meant.keys)
        missing = [key for key in meant.keys if key not in known]
        if missing:
            raise no_client(missing[0])
        found = sorted(known.values())
    else:
        found = [
            n for n in _of_query(ctx, rows, meant.query, meant.sort) if n not in meant.without
        ]
    if len(found) > MOST:
        raise UsageError(f"{len(found):,} clients at once; at most {MOST:,}", "narrow them")
    return found


def _of_query(ctx: Context, rows: Rows, query: str, sort: str | None) -> list[int]:
    request = asked(ctx, query, CLIENT_FIELDS, sort)
    if request.ctx.as_of is not None:
        raise UsageError("a past day is over: it changes no more", "drop asof:")
    if request.directives.by:
        raise UsageError("by: makes groups, and no clients", "drop by:")
    listing = listed(request, rows, None).window.listing
    most = request.directives.limit
    if most is None:
        return all_of(rows, listing)
    numbers = replace(listing, select=listing.id_sql)
    return sorted(int(row[0]) for row in numbers.page(rows, None, most))

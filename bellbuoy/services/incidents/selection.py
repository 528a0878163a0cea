"""The incidents that a person means: by their ids, or all that a query finds."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.reading import listing_of
from bellbuoy.services.lists import asked
from core.incidents.types import IncidentSelection
from core.query.nouns import INCIDENT_FIELDS
from core.values.errors import NotFoundError, UsageError
from storage.desk.selecting import all_of
from storage.engine.reader import Rows
from storage.incidents.reads import numbers_named

MOST = 100_000
"""Incidents that one change is about: more would keep others from writing for long."""


def chosen(ctx: Context, rows: Rows, meant: IncidentSelection) -> list[int]:
    """The store's own numbers of incidents, in order. Raises NotFoundError for an id
    that there is not, QueryError; UsageError for too many, and for a past day."""
    if ctx.as_of is not None:
        raise UsageError("a past day is over: it changes no more", "drop --as-of")
    if meant.query is None:
        known = numbers_named(rows, meant.keys)
        missing = [key for key in meant.keys if key not in known]
        if missing:
            raise no_incident(missing[0])
        found = sorted(set(known.values()))
    else:
        found = [n for n in _of_query(ctx, rows, meant) if n not in meant.without]
    if len(found) > MOST:
        raise UsageError(f"{len(found):,} incidents at once; at most {MOST:,}", "narrow them")
    return found


def _of_query(ctx: Context, rows: Rows, meant: IncidentSelection) -> list[int]:
    assert meant.query is not None
    request = asked(ctx, meant.query, INCIDENT_FIELDS, meant.sort)
    if request.ctx.as_of is not None:
        raise UsageError("a past day is over: it changes no more", "drop asof:")
    if request.directives.by:
        raise UsageError("by: makes groups, and no incidents", "drop by:")
    listing = listing_of(request, rows)
    most = request.directives.limit
    if most is None:
        return all_of(rows, listing)
    return sorted(int(row[0]) for row in listing.page(rows, None, most))


def number_meant(ctx: Context, rows: Rows, key: str) -> int:
    """The number of one incident. Raises NotFoundError."""
    return chosen(ctx, rows, IncidentSelection((key,)))[0]


def no_incident(key: str) -> NotFoundError:
    return NotFoundError(f"incident “{key}” not found", "bellbuoy incident list")

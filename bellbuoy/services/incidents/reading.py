"""Incidents: the list, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, one_page
from bellbuoy.services.scoring.moment import moment_at
from core.incidents.types import Incident
from core.query.nouns import INCIDENT_FIELDS
from core.query.only_open import only_open
from core.query.types import Directives
from core.values.errors import NotFoundError
from core.values.instants import to_micros
from core.values.page import Page
from storage.engine.reader import Reader, Rows
from storage.incidents.lists import (
    OPEN,
    incident_by_key,
    incident_columns,
    incident_listing,
    incidents,
)
from storage.query.listing import Listing


@dataclass(frozen=True, slots=True)
class IncidentList:
    """A list for a screen or a command, at the day that its query asks for."""

    ctx: Context
    directives: Directives
    window: ListWindow[Incident]


@service("incident:read")
def window(ctx: Context, query: str = "", sort: str | None = None) -> IncidentList:
    """The incidents of a query; what breaches next comes first."""
    with ctx.reader() as reader:
        return _window(asked(ctx, query, INCIDENT_FIELDS, sort), reader)


def listing_of(request: Asked, rows: Rows) -> Listing:
    """The list of a parsed query, as the store sees it."""
    ctx = request.ctx
    past = ctx.as_of is not None
    where, params = condition(rows, request, INCIDENT_FIELDS, incident_columns(past))
    if not past and only_open(request.query.where):
        where = f"{OPEN} AND ({where})"
    return incident_listing(
        INCIDENT_FIELDS,
        request.directives.sort,
        where,
        params,
        past=past,
        now_us=to_micros(ctx.now),
        known_us=ctx.known_us,
    )


def _window(request: Asked, reader: Reader) -> IncidentList:
    ctx = request.ctx
    moment = moment_at(ctx.now, ctx.zone)

    def describe(rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Incident, ...]:
        return tuple(incidents(rows, raw, moment.now_us, moment.window_us))

    listed = ListWindow(listing_of(request, reader), describe)
    return IncidentList(ctx, request.directives, listed)


@service("incident:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[Incident]:
    """One page of a query, with the cursor of the next."""
    with ctx.reader() as reader:
        found = _window(asked(ctx, query, INCIDENT_FIELDS, sort), reader)
        limit = found.directives.limit or limit
        order = f"incident {found.directives.sort}"
        return one_page(found.window, reader, order, limit, cursor)


@service("incident:read")
def show(ctx: Context, key: str) -> Incident:
    """One incident by its public id, or by that in its source. Raises NotFoundError."""
    with ctx.reader() as reader:
        return incident_there(ctx, reader, key)


def incident_there(ctx: Context, rows: Rows, key: str) -> Incident:
    """The same, by a reader or in a unit."""
    moment, past = moment_at(ctx.now, ctx.zone), ctx.as_of is not None
    row = incident_by_key(rows, key, moment.now_us, ctx.known_us, past=past)
    if row is None or row[8] > moment.now_us:
        raise NotFoundError(f"incident “{key}” not found", "bellbuoy incident list")
    return incidents(rows, [row], moment.now_us, moment.window_us)[0]

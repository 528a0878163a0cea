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
from core.query.types import Directives
from core.values.errors import NotFoundError
from core.values.page import Page
from storage.engine.reader import Reader, Rows
from storage.incidents.lists import (
    incident,
    incident_by_key,
    incident_columns,
    incident_listing,
)


@dataclass(frozen=True, slots=True)
class IncidentList:
    """A list for a screen or a command, at the day that its query asks for."""

    ctx: Context
    directives: Directives
    window: ListWindow[Incident]


@service("incident:read")
def window(ctx: Context, query: str = "", sort: str | None = None) -> IncidentList:
    """The incidents of a query; open first, by severity, then the oldest."""
    with ctx.reader() as reader:
        return _window(asked(ctx, query, INCIDENT_FIELDS, sort), reader)


def _window(request: Asked, reader: Reader) -> IncidentList:
    ctx = request.ctx
    past = ctx.as_of is not None
    moment = moment_at(ctx.now, ctx.zone)
    where, params = condition(reader, request, INCIDENT_FIELDS, incident_columns(past))
    listing = incident_listing(
        INCIDENT_FIELDS,
        request.directives.sort,
        where,
        params,
        past=past,
        now_us=moment.now_us,
        known_us=ctx.known_us,
    )

    def describe(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Incident, ...]:
        return tuple(incident(row, moment.now_us, moment.window_us) for row in raw)

    return IncidentList(ctx, request.directives, ListWindow(listing, describe))


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
    moment = moment_at(ctx.now, ctx.zone)
    with ctx.reader() as reader:
        row = incident_by_key(reader, key, ctx.known_us)
    if row is None or row[8] > moment.now_us:
        raise NotFoundError(f"incident “{key}” not found", "bellbuoy incident list")
    return incident(row, moment.now_us, moment.window_us)

"""Clients: the list of a query, and whom a name means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import (
    Asked,
    ListWindow,
    asked,
    condition,
    one_page,
    query_context,
)
from bellbuoy.services.looks import changed_from, now_of, told_since
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.clients.types import ClientRow
from core.health.trend import sparkline_points
from core.health.types import WINDOW
from core.query.nouns import CLIENT_FIELDS
from core.query.sought import sought
from core.query.types import Directives
from core.values.errors import NotFoundError, UsageError
from core.values.page import Page
from core.values.text import safe_text
from storage.clients import detail
from storage.clients.changed import changed_among
from storage.clients.changed_since import recent
from storage.clients.lists import client_columns, client_listing, client_row, histories
from storage.clients.risk import risk_among
from storage.clients.search import narrowing
from storage.desk.clients import acted_among
from storage.engine.reader import Rows
from storage.playbooks.reads import running_among
from storage.query.compile import Params
from storage.simulations.reads import simulated_among

CELLS = 10
RADAR_QUERY = "tier:critical,at_risk NOT snoozed:any"
"""Clients at risk that nobody has put aside; the screen shows it as its filter."""


@dataclass(frozen=True, slots=True)
class ClientList:
    """A list for a screen or a command, at the day that its query asks for.
    `view` is the kept picture of a past moment, None today."""

    ctx: Context
    directives: Directives
    window: ListWindow[ClientRow]
    view: int | None


@service("client:read")
def window(
    ctx: Context,
    query: str = "",
    sort: str | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ClientList:
    """The clients of a query, worst first. A past day that nobody has looked at
    is computed first: `progress` tells how far, `cancelled` stops it."""
    request = asked(ctx, query, CLIENT_FIELDS, sort)
    view = view_of(request.ctx, progress, cancelled)
    with ctx.reader() as reader:
        return listed(request, reader, view)


def view_of(
    ctx: Context, progress: Progress = silent, cancelled: Cancelled = never
) -> int | None:
    """The kept picture of a past moment; None for the store's present."""
    if ctx.as_of is None:
        return None
    # Computing the past takes much that the first rows of today do without.
    from bellbuoy.services.scoring.past import past_view

    return past_view(ctx, progress=progress, cancelled=cancelled)


def listed(
    request: Asked, reader: Rows, view: int | None, extra: tuple[str, Params] = ("", {})
) -> ClientList:
    """The list of a parsed query; `extra` narrows it by a condition of our own."""
    ctx = request.ctx
    now = now_of(ctx)
    columns = client_columns(view, ctx.today, now)
    where, params = condition(reader, request, CLIENT_FIELDS, columns)
    texts = sought(request.query.where, "name", CLIENT_FIELDS, query_context(ctx))
    changed_us = None if view is not None else changed_from(reader, request)
    news = None if changed_us is None else recent(reader, now, changed_us)
    first = (news.sql, news.params) if news is not None and news.few else ("", {})
    for sql, values in (extra, narrowing(reader, texts), first):
        if sql:
            where, params = f"({where}) AND {sql}", {**params, **values}
    sort = request.directives.sort
    listing = client_listing(CLIENT_FIELDS, sort, where, params, view, now)
    if news is not None and not news.few:
        listing = replace(listing, sieve=news.sql, params={**listing.params, **news.params})
    since = None if view is not None else told_since(reader, ctx, changed_us)

    def describe(rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[ClientRow, ...]:
        ids = [row[0] for row in raw]
        sparks, acted = _sparks(ctx, rows, ids), acted_among(rows, ids, ctx.today)
        changed = {} if view is not None else changed_among(rows, ids, now, since)
        from_us = None if since is None else since.us
        among = set() if view is not None else simulated_among(rows, ids)
        playbooks, risks = running_among(rows, ids), risk_among(rows, ids, view, now)
        return tuple(
            client_row(
                row, sparks[row[0]], acted[row[0]], changed.get(row[0]), from_us,
                simulated=row[0] in among, playbooks=playbooks.get(row[0], ()),
                risk=(risks.get(row[0]), None),
            )
            for row in raw
        )  # fmt: skip

    return ClientList(ctx, request.directives, ListWindow(listing, describe), view)


def _sparks(ctx: Context, rows: Rows, ids: Sequence[int]) -> dict[int, tuple[int | None, ...]]:
    """Ten scores of the last 30 days: today from history, in a look at the past
    from the facts of that time."""
    day = ctx.today
    if ctx.as_of is None:
        found = histories(rows, ids, day - WINDOW, day)
    else:
        found = _past_scores(ctx, rows, ids)
    return {client: sparkline_points(found[client], day) for client in ids}


def _past_scores(
    ctx: Context, rows: Rows, ids: Sequence[int]
) -> dict[int, list[tuple[int, int | None]]]:
    """Client to (day, score) of the evenings that a sparkline shows."""
    from bellbuoy.services.scoring.moment import end_of_day, moment_at
    from bellbuoy.services.scoring.series import past_rows
    from storage.health.config import current_config

    step = WINDOW // CELLS
    days = [ctx.today - step * back for back in range(CELLS - 1, 0, -1)]
    moments = [end_of_day(day, ctx.zone) for day in days]
    moments.append(moment_at(ctx.now, ctx.zone))
    found: dict[int, list[tuple[int, int | None]]] = {client: [] for client in ids}
    for row in past_rows(rows, ctx, ids, moments, current_config(rows)):
        found[row[0]].append((row[1], row[2]))
    return found


@service("client:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[ClientRow]:
    """One page of a query, with the cursor of the next."""
    request = asked(ctx, query, CLIENT_FIELDS, sort)
    view = view_of(request.ctx)
    with ctx.reader() as reader:
        found = listed(request, reader, view)
        order = f"client {found.directives.sort} {request.ctx.as_of}"
        return one_page(found.window, reader, order, found.directives.limit or limit, cursor)


@service("client:read")
def count(ctx: Context, query: str = "") -> int:
    """How many clients a query finds."""
    request = asked(ctx, query, CLIENT_FIELDS)
    view = view_of(request.ctx)
    with ctx.reader() as reader:
        return listed(request, reader, view).window.count(reader)


@service("client:read")
def identify(ctx: Context, name: str) -> int:
    """The store's own number of the client that `name` means: its public id, an
    id in a source, its name or the beginning of it.

    Raises NotFoundError, or UsageError that lists them when several fit.
    """
    with ctx.reader() as reader:
        found = detail.find_clients(reader, name)
    if not found:
        raise NotFoundError(f"client “{name}” not found", "bellbuoy client list")
    if len(found) > 1:
        listed = ", ".join(f"{key} {safe_text(text, 40)}" for _, key, text in found[:5])
        more = " …" if len(found) > 5 else ""
        raise UsageError(f"“{name}” fits several clients: {listed}{more}", "give the id")
    return found[0][0]


@service("client:read")
def names_starting(ctx: Context, start: str, limit: int = 20) -> list[str]:
    """Public ids and names that begin so."""
    with ctx.reader() as reader:
        return detail.names_starting(reader, start, limit)

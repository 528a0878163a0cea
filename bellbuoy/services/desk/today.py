"""What to do now: due tasks, and clients that nobody has a next step for."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.clients import listed
from bellbuoy.services.context import Context
from bellbuoy.services.lists import asked
from core.desk.today import TALKED_DAYS, TASK_DAYS, ordered
from core.desk.types import Today
from core.query.nouns import CLIENT_FIELDS
from core.values.errors import UsageError
from core.values.instants import to_micros
from core.values.money import Money
from storage.desk import today as reads
from storage.engine.reader import Rows
from storage.health.facets import live_arr, live_totals

MOST = 1_000
"""Clients, and tasks, that are looked at: those with the most ARR, the earliest."""
MINE = "owner:me"


@service("client:read")
def today(ctx: Context, query: str | None = None) -> Today:
    """The most pressing first. `query` says of which clients; with `owner:me`, and where
    it is None and the viewer has clients or tasks, tasks are the viewer's own, whoever
    has the client. Without the right to read tasks there are none. Raises QueryError;
    UsageError for a past day.
    """
    with ctx.reader() as reader:
        if query is None:
            query = MINE if reads.has_work(reader, ctx.viewer.name) else ""
        request = asked(ctx, query, CLIENT_FIELDS)
        if request.ctx.as_of is not None:
            raise UsageError("what to do now has no past day", "drop asof: or --as-of")
        listing = listed(request, reader, None).window.listing
        talked = to_micros(ctx.now - timedelta(days=TALKED_DAYS))
        clients, more = reads.waiting(reader, listing, ctx.today, talked, MOST)
        owner = ctx.viewer.name if query.strip() == MINE else None
        until = ctx.today + TASK_DAYS
        tasks = (
            reads.due_tasks(reader, listing, ctx.today, until, owner, MOST)
            if allowed(ctx, "task:read")
            else []
        )
        usual = _usual(reader, ctx.info.currency)
    return Today(ordered(tasks, clients, usual, ctx.now), query, more)


def _usual(rows: Rows, currency: str) -> Money:
    """What a client of the base pays in a year on average."""
    clients = sum(n for _, n, *_ in live_totals(rows))
    arr = sum(minor for _, code, minor in live_arr(rows) if code == currency)
    return Money(arr // clients if clients else 0, currency)


def readable(ctx: Context, query: str) -> None:
    """Raise QueryError for what is no query over clients."""
    asked(ctx, query, CLIENT_FIELDS)

"""When somebody last looked at a list, and what has changed since."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, looking
from core.clients.churn import HIGH_ABOVE, MEDIUM_ABOVE
from core.query.nouns import CLIENT_FIELDS
from core.query.since import since
from core.risk.silence import midnights
from core.values.errors import BellbuoyError
from core.values.instants import day_end, day_start, from_micros, local_day, to_micros
from storage.clients.changed import Now, Since
from storage.engine.reader import Rows
from storage.looks.reads import last_look

NOUN = "client"
"""The radar's rows are clients: a look at it counts for every list of them."""


def now_of(ctx: Context) -> Now:
    """The moment that changes, silence and churn tiers are told at."""
    ends_us = to_micros(day_end(ctx.today, ctx.zone))
    high, medium = (
        to_micros(day_start(ctx.today - days, ctx.zone)) for days in (HIGH_ABOVE, MEDIUM_ABOVE)
    )
    silent = midnights(ctx.today, ctx.zone)
    return Now(to_micros(ctx.now), ends_us, ctx.today, silent, (high, medium))


def changed_from(rows: Rows, request: Asked) -> int | None:
    """The moment before which no client of a query changed last, in microseconds; None:
    the query says none."""
    ctx, tree = request.ctx, request.query.where
    low = since(tree, "changed", CLIENT_FIELDS, looking(rows, ctx, NOUN, tree))
    return None if low is None else int(low)


def told_since(rows: Rows, ctx: Context, changed_us: int | None) -> Since | None:
    """The moment that a list's changes are counted from: the `changed` of its query,
    else the viewer's last look; None: neither."""
    if changed_us is None:
        found = last_look(rows, ctx.viewer.name, NOUN)
        if found is None:
            return None
        changed_us = found[0]
    return Since(changed_us, local_day(from_micros(changed_us + 1), ctx.zone))


@service("client:read")
def last(ctx: Context) -> datetime | None:
    """When the viewer last looked at the clients; None: never."""
    with ctx.reader() as reader:
        found = last_look(reader, ctx.viewer.name, NOUN)
    return None if found is None else from_micros(found[0])


@service("look:keep", writes=True)
def keep(ctx: Context) -> None:
    """Keep that the viewer has looked at the clients now."""
    from storage.looks.writes import keep_look

    with ctx.store.unit(durable=False) as unit:
        keep_look(unit, ctx.viewer.name, NOUN, to_micros(ctx.now))


def keep_quietly(ctx: Context) -> None:
    """The same in passing: a store that cannot be written now, or by this role, is left
    as it is, since nobody asked for it by name."""
    if ctx.read_only or ctx.as_of is not None:
        return
    with suppress(BellbuoyError):
        keep(ctx)

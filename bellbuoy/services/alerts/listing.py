"""Alerts as they are looked at: the list of a query, and one with all its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bellbuoy.services.alerts.asking import by_the_wall
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, ListWindow, asked, condition, page_of
from core.alerts.fields import ALERT_FIELDS
from core.alerts.message import words_of
from core.alerts.types import Alert, AlertDetail, Notice
from core.query.mentions import speaks_of
from core.values.errors import NotFoundError
from core.values.page import Page
from storage.alerts import deliveries, reads
from storage.alerts.rules import rules
from storage.engine.reader import Reader, Rows

LIKE = timedelta(days=30)


@service("alert:read")
def page(
    ctx: Context,
    query: str = "",
    *,
    sort: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[Alert]:
    """One page of alerts, the gravest first: those that are open, unless the query
    speaks of `state:`. Its times are told by the machine's clock."""
    request = parsed(ctx, query, sort)
    with ctx.reader() as reader:
        return page_of(reader, request, _window, limit, cursor)


@service("alert:read")
def count(ctx: Context, query: str = "") -> int:
    """How many alerts a query has."""
    request = parsed(ctx, query)
    with ctx.reader() as reader:
        return _window(request, reader).count(reader)


def parsed(ctx: Context, query: str, sort: str | None = None) -> Asked:
    """A query over alerts; its times are the machine's. Raises QueryError."""
    return asked(by_the_wall(ctx), query, ALERT_FIELDS, sort)


def _window(request: Asked, reader: Reader) -> ListWindow[Alert]:
    where, params = condition(reader, request, ALERT_FIELDS, reads.alert_columns())
    if not speaks_of(request.query.where, "state"):
        where = reads.that_is_open(where)
    sort = request.directives.sort
    listing = reads.alert_listing(ALERT_FIELDS, sort, where, params)

    def describe(_rows: Rows, raw: Sequence[tuple[Any, ...]]) -> tuple[Alert, ...]:
        return tuple(reads.alert(row) for row in raw)

    return ListWindow(listing, describe)


@service("alert:read")
def show(ctx: Context, key: str) -> AlertDetail:
    """One alert (`A-17`, or `17`): what rang it, where it was sent, and how many of
    its rule there were in 30 days. Raises NotFoundError."""
    number = number_of(key)
    with ctx.reader() as reader:
        found = reads.alert_by_id(reader, number)
        if found is None:
            raise no_alert(key)
        since = ctx.wall_us - to_micros_of(LIKE)
        return AlertDetail(
            alert=found,
            rule=rules(reader).get(found.rule),
            deliveries=deliveries.of_alert(reader, number),
            like=reads.like_it(reader, found.rule, since),
        )


def number_of(key: str) -> int:
    """The number in `A-17` or `17`. Raises NotFoundError for what is none."""
    digits = key.strip().upper().removeprefix("A-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        raise no_alert(key)
    return int(digits)


def no_alert(key: str) -> NotFoundError:
    return NotFoundError(f"no alert “{key}”", "bellbuoy alert list")


def to_micros_of(span: timedelta) -> int:
    """Whole microseconds of a span."""
    return span // timedelta(microseconds=1)


@service("alert:read")
def new(ctx: Context) -> int:
    """How many alerts nobody has taken yet."""
    with ctx.reader() as reader:
        return reads.new_count(reader)


@service("alert:read")
def notices(ctx: Context, after: int | None, most: int = 20) -> tuple[int, tuple[Notice, ...]]:
    """What went to screens behind number `after`, and the newest number; None: only
    the number, for a screen that has just been opened."""
    import json

    with ctx.reader() as reader:
        if after is None:
            return deliveries.newest_seq(reader), ()
        found = deliveries.shown_since(reader, after, most)
    told = []
    for seq, channel, body in found:
        said = json.loads(body)
        told.append(Notice(seq, channel == "bell", said["severity"], words_of(said)))
    return (told[-1].seq if told else after), tuple(told)

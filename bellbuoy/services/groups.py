"""Groups of a query: counts, sums and averages over what rows have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import view_of
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, asked, condition, query_context
from bellbuoy.services.looks import changed_from, now_of
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.snapshot import one_snapshot
from core.analytics.groups import Assembled, Keys, assembled
from core.analytics.order import Order, read_order, sort_words
from core.analytics.plan import Plan, plan_of
from core.analytics.tally import Tally
from core.analytics.types import Grouped, Measure
from core.query.fields import Field, FieldSet
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.query.only_open import only_open
from core.query.parse import parse
from core.values.instants import to_micros
from storage.analytics.counters import counted, dimension_of
from storage.analytics.sources import client_source, incident_source
from storage.clients.changed_since import recent
from storage.clients.lists import client_columns
from storage.engine.reader import Rows
from storage.incidents.lists import OPEN, incident_columns
from storage.query.groups import GroupSource, tallies

NOUNS: Mapping[str, FieldSet] = {"client": CLIENT_FIELDS, "incident": INCIDENT_FIELDS}
_SUMS = {"arr": ("sum",), "health": ("sum", "avg"), "trend": ("sum", "avg")}
"""The figures that counters hold, by stored field."""


@dataclass(frozen=True, slots=True)
class GroupWish:
    """What groups are asked for beside the query: measures, an order (`-sum_arr`,
    None: as the query has it), and at most so many groups."""

    measures: tuple[Measure, ...] = ()
    sort: str | None = None
    limit: int | None = None


PLAIN = GroupWish()


def is_grouped(ctx: Context, noun: str, query: str) -> bool:
    """Whether a query asks for groups (`by:`). Raises QueryError."""
    return bool(parse(query, NOUNS[noun], query_context(ctx)).directives.by)


@service("client:read")
def client_groups(
    ctx: Context,
    query: str = "",
    wish: GroupWish = PLAIN,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Grouped:
    """The groups of a query's `by:`, without one all of its clients as one. Read from
    the kept counters where they tell, else worked out in the database."""
    request = asked(ctx, query, CLIENT_FIELDS)
    plan = _plan(request, CLIENT_FIELDS, wish)
    order = _order(request, plan, wish)
    view = view_of(request.ctx, progress, cancelled)
    with ctx.reader() as reader, one_snapshot(reader):
        whole_base = request.query.where is None and view is None
        known = from_counters(reader, plan) if whole_base else None
        found = known
        if found is None:
            found = client_tallies(reader, request, plan.by, plan.measured, view)
    done = assembled(plan, found, order, _limit(request, wish), ctx.info.currency)
    return _answer(request, plan, done, from_counts=known is not None)


def from_counters(rows: Rows, plan: Plan) -> dict[Keys, Tally] | None:
    """The groups of all clients as the counters have them; None: they do not tell."""
    dimension = dimension_of(plan.by)
    fields = plan.fields
    if dimension is None or any(
        m.how not in _SUMS.get(fields[m.field].reads, ()) for m in plan.measures
    ):
        return None
    return counted(rows, dimension, plan.by)


def client_tallies(
    rows: Rows,
    request: Asked,
    by: Sequence[Field],
    measured: Sequence[Field],
    view: int | None,
    *,
    active: bool = False,
) -> dict[Keys, Tally]:
    """The groups of a query, worked out from its rows; `active` leaves out who is no
    client on that day."""
    source = client_rows(rows, request, view, active=active)
    return tallies(rows, source, by, measured, request.ctx.zone)


def client_rows(
    rows: Rows, request: Asked, view: int | None, *, active: bool = False
) -> GroupSource:
    """The clients of a query, as they are grouped."""
    now = now_of(request.ctx)
    columns = client_columns(view, request.ctx.today, now)
    where, params = condition(rows, request, CLIENT_FIELDS, columns)
    changed_us = None if view is not None else changed_from(rows, request)
    news = None if changed_us is None else recent(rows, now, changed_us)
    if news is not None:
        where, params = f"{news.sql} AND ({where})", {**params, **news.params}
    return client_source(where, params, view, active=active, now=now)


@service("incident:read")
def incident_groups(ctx: Context, query: str = "", wish: GroupWish = PLAIN) -> Grouped:
    """The groups of a query's `by:`, without one all of its incidents as one."""
    request = asked(ctx, query, INCIDENT_FIELDS)
    plan = _plan(request, INCIDENT_FIELDS, wish)
    order = _order(request, plan, wish)
    with ctx.reader() as reader, one_snapshot(reader):
        source = incident_rows(reader, request)
        found = tallies(reader, source, plan.by, plan.measured, request.ctx.zone)
        once = None
        if any(field.many for field in plan.by):
            once = tallies(reader, source, (), plan.measured, request.ctx.zone)[()]
    done = assembled(plan, found, order, _limit(request, wish), ctx.info.currency, once)
    return _answer(request, plan, done)


def incident_rows(rows: Rows, request: Asked) -> GroupSource:
    """The incidents of a query as they stood at its moment."""
    ctx = request.ctx
    past = ctx.as_of is not None
    where, params = condition(rows, request, INCIDENT_FIELDS, incident_columns(past))
    if not past and only_open(request.query.where):
        where = f"{OPEN} AND ({where})"
    return incident_source(
        where, params, past=past, now_us=to_micros(ctx.now), known_us=ctx.known_us
    )


def _plan(request: Asked, fields: FieldSet, wish: GroupWish) -> Plan:
    """`cols:` of a grouped query names what is wanted of each group: money as a sum,
    other numbers as an average; what a group has no figure of adds nothing."""
    directives = request.directives
    shown = [
        Measure("sum" if fields[name].type == "money" else "avg", name)
        for name in directives.cols
        if fields[name].type in ("money", "number")
    ]
    return plan_of(fields, directives.by, [*wish.measures, *shown])


def _order(request: Asked, plan: Plan, wish: GroupWish) -> Order:
    """Settled before anything is read: a wrong name costs nothing."""
    wanted = request.directives.sort if wish.sort is None else sort_words(wish.sort)
    return read_order(plan, wanted)


def _limit(request: Asked, wish: GroupWish) -> int | None:
    return request.directives.limit or wish.limit


def _answer(
    request: Asked, plan: Plan, done: Assembled, *, from_counts: bool = False
) -> Grouped:
    return Grouped(
        noun=plan.fields.noun,
        as_of=request.ctx.now,
        by=tuple(field.name for field in plan.by),
        types=tuple(field.type for field in plan.by),
        measures=plan.measures,
        days=tuple(plan.fields[m.field].type == "day" for m in plan.measures),
        groups=done.groups,
        rest=done.rest,
        more=done.more,
        totals=done.totals,
        rounded=plan.rounded,
        counted=from_counts,
    )

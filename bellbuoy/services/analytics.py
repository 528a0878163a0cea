"""The base as a whole: how health and use move, revenue at risk, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import view_of
from bellbuoy.services.context import Context
from bellbuoy.services.groups import client_tallies, incident_rows
from bellbuoy.services.lists import Asked, asked
from bellbuoy.services.scoring.moment import Cancelled, Progress, end_of_day, never, silent
from bellbuoy.services.simulations.moved import moved_by_runs
from bellbuoy.services.snapshot import one_snapshot
from core.analytics.churn_mix import churn_mix
from core.analytics.groups import Keys
from core.analytics.health_trend import health_days
from core.analytics.incident_stats import incident_table
from core.analytics.revenue_split import revenue_split
from core.analytics.tally import Tally
from core.analytics.types import ChurnMix, HealthTrend, IncidentStats, Revenue, UsageTrend
from core.analytics.usage_trend import usage_trend as trend_of
from core.health.types import Tier
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.values.errors import UsageError
from core.values.instants import to_micros
from storage.analytics.counters import ALL, counted
from storage.analytics.days import picture_bins, score_days, usage_days, use_until
from storage.engine.reader import Reader
from storage.health.unresolved import by_severity_and_status
from storage.purchases.rollup import anybody_bought
from storage.query.groups import tallies
from storage.simulations.moved import use_moved
from storage.simulations.reads import MADE_UP, any_simulated

REVENUE_BY = ("tier", "owner", "plan", "industry", "country", "renews")
MOST_DAYS = 3660


@service("overview:read")
def health_trend(
    ctx: Context,
    days: int = 30,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> HealthTrend:
    """The base at the end of each of the last `days` local days: mean, median and
    tiers. A moment in the middle of a past day has that day as it stood then.
    Raises UsageError for 0 days or more than MOST_DAYS."""
    last, first = ctx.today, _first_day(ctx, days)
    view = view_of(ctx, progress, cancelled) if _inside_a_past_day(ctx) else None
    with ctx.reader() as reader, one_snapshot(reader):
        currency = ctx.info.currency
        if view is None:
            bins = score_days(reader, first, last)
        else:
            bins = score_days(reader, first, last - 1)
            bins += picture_bins(reader, view, last, currency)
        moved = ctx.as_of is None and "health" in moved_by_runs(reader)
    days_told = health_days(bins, first, last, currency)
    return HealthTrend(ctx.now, first, last, days_told, simulated=moved)


@service("overview:read")
def usage_trend(ctx: Context, days: int = 30) -> UsageTrend:
    """Calls and logins of all clients on each of the last `days` local days, the last
    of which is still going on. Raises UsageError as `health_trend`."""
    last, first = ctx.today, _first_day(ctx, days)
    with ctx.reader() as reader, one_snapshot(reader):
        found = usage_days(reader, first - days, last)
        if _inside_a_past_day(ctx):
            found[last] = use_until(reader, last, to_micros(ctx.now))
        moved = ctx.as_of is None and bool(use_moved(reader))
    calls = {day: pair[0] for day, pair in found.items()}
    logins = {day: pair[1] for day, pair in found.items()}
    return replace(trend_of(calls, logins, days, last, ctx.now), simulated=moved)


@service("overview:read")
def revenue(
    ctx: Context,
    by: str = "tier",
    query: str = "",
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Revenue:
    """Revenue at risk of active clients (of a query), split by tier and one of
    REVENUE_BY. Raises UsageError for another one, or a query with `by:`."""
    if by not in REVENUE_BY:
        raise UsageError(f"revenue is not split by “{by}”", f"by {', '.join(REVENUE_BY)}")
    request = asked(ctx, query, CLIENT_FIELDS)
    if request.directives.by:
        raise UsageError("the query has a `by:` of its own", "use --by")
    view = view_of(request.ctx, progress, cancelled)
    dimension = CLIENT_FIELDS[by]
    fields = [CLIENT_FIELDS["tier"]] if by == "tier" else [dimension, CLIENT_FIELDS["tier"]]
    with ctx.reader() as reader, one_snapshot(reader):
        if request.query.where is None and view is None:
            found = counted(reader, ALL if by == "tier" else by, fields, active=True)
        else:
            measured = [CLIENT_FIELDS["arr"]]
            found = client_tallies(reader, request, fields, measured, view, active=True)
    at = request.ctx
    return revenue_split(*_cells(found), by, at.now, at.info.currency)


@service("overview:read")
def churn_tiers(
    ctx: Context, *, progress: Progress = silent, cancelled: Cancelled = never
) -> ChurnMix:
    """How many active clients are in each churn tier."""
    request = asked(ctx, "", CLIENT_FIELDS)
    view = view_of(ctx, progress, cancelled)
    with ctx.reader() as reader:
        by = [CLIENT_FIELDS["churn_tier"]]
        found = client_tallies(reader, request, by, (), view, active=True)
        told = anybody_bought(reader)
    counts = {str(keys[0]): tally.n for keys, tally in found.items()}
    return churn_mix(counts, ctx.now, told=told)


def _cells(
    found: Mapping[Keys, Tally],
) -> tuple[Iterable[tuple[str | None, Tier, int]], Iterable[tuple[str | None, Tier, str, int]]]:
    """Clients and ARR by (value, tier); by tier alone the tier is the value too."""
    cells = [(_text(keys[0]), _tier(keys[-1]), tally) for keys, tally in found.items()]
    clients = [(value, tier, tally.n) for value, tier, tally in cells if tally.n]
    arr = [
        (value, tier, currency, amounts.total)
        for value, tier, tally in cells
        for (_, currency), amounts in tally.cells.items()
        if currency and amounts.total
    ]
    return clients, arr


def _text(key: object) -> str | None:
    return None if key is None else str(key)


def _tier(key: object) -> Tier:
    return key  # type: ignore[return-value]


@service("incident:read")
def incident_stats(ctx: Context, query: str = "") -> IncidentStats:
    """The incidents of a query by severity and status at its moment: all that there are
    now by the counters, what is only of open ones without a look at the others."""
    request = asked(ctx, query, INCIDENT_FIELDS)
    at = request.ctx
    by = [INCIDENT_FIELDS["severity"], INCIDENT_FIELDS["status"]]
    with ctx.reader() as reader, one_snapshot(reader):
        made_up = _made_up(reader, request)
        if request.query.where is None and at.as_of is None and at.known_us is None:
            known = by_severity_and_status(reader)
            if known:
                return replace(incident_table(known, at.now), simulated=made_up)
        found = tallies(reader, incident_rows(reader, request), by, (), at.zone)
    table = incident_table({(_text(k[0]), str(k[1])): t.n for k, t in found.items()}, at.now)
    return replace(table, simulated=made_up)


def _made_up(reader: Reader, request: Asked) -> tuple[str, ...]:
    """The severities of those incidents of a query that runs in force have opened."""
    if request.ctx.as_of is not None or not any_simulated(reader):
        return ()
    source = incident_rows(reader, request)
    source = replace(source, where=f"({source.where}) AND {MADE_UP}")
    by = [INCIDENT_FIELDS["severity"]]
    found = tallies(reader, source, by, (), request.ctx.zone)
    return tuple(sorted(str(severity) for (severity,) in found))


def _first_day(ctx: Context, days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"{days} days cannot be shown", f"1 to {MOST_DAYS} days")
    return ctx.today - days + 1


def _inside_a_past_day(ctx: Context) -> bool:
    """Whether a past moment lies before the end of its day: what is kept of the day
    then says more than was so."""
    return ctx.as_of is not None and ctx.as_of < end_of_day(ctx.today, ctx.zone).now

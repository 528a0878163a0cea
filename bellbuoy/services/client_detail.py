"""One client, whole: standing, usage, heatmap, incidents."""

from __future__ import annotations

import json
from datetime import datetime

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import identify, listed, view_of
from bellbuoy.services.context import Context
from bellbuoy.services.lists import asked
from bellbuoy.services.scoring.at import days_used, measures_known
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Moment,
    Progress,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.then import formula_shown, formula_then
from core.clients.heatmap import heatmap as heatmap_of
from core.clients.types import ClientDetail, Heatmap, UsageDay, UsageReport
from core.health.score import baseline_for, score_components
from core.health.types import WINDOW
from core.incidents.types import Incident
from core.query.nouns import CLIENT_FIELDS
from core.values.errors import NotFoundError, UsageError
from core.values.instants import from_micros
from storage.clients import detail
from storage.engine.reader import Reader
from storage.health.config import current_config
from storage.incidents.lists import incidents_of
from storage.retention.months import folded_until
from storage.simulations.moved import use_of_client_moved

LONGEST_DAYS = 3660
LONGEST_WEEKS = 520


@service("client:read")
def show(
    ctx: Context,
    name: str,
    *,
    days: int = WINDOW,
    weeks: int = 13,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ClientDetail:
    """One client, whole. Raises NotFoundError; UsageError when several fit.

    A past day that nobody has looked at is computed first.
    """
    _check_span(days, weeks)
    view = view_of(ctx, progress, cancelled)
    client = identify(ctx, name)
    moment = moment_at(ctx.now, ctx.zone)
    with ctx.reader() as reader:
        found = listed(
            asked(ctx, "", CLIENT_FIELDS), reader, view, ("c.id = :client", {"client": client})
        )
        rows = found.window.page(reader, 0)
        record = detail.client_record(reader, client)
        if not rows or record is None:
            raise NotFoundError(f"client “{name}” was no client yet on that day")
        config = formula_shown(reader, client, moment.day, None if view else record.config)
        standing = detail.stored_standing(reader, client, view)
        score = score_components(standing.components, config)
        baseline, source = baseline_for(
            config, record.plan, record.baseline_calls, record.baseline_logins
        )
        return ClientDetail(
            row=rows[0],
            components=score.components,
            weights=score.weights,
            points=score.points,
            baseline=baseline,
            baseline_from=source,
            window_days=standing.days,
            config=config.version,
            scored_at=scored_at(ctx, record.scored_us),
            run=record.run_id if view is None else None,
            timezone=record.timezone,
            ended=record.end_day,
            identities=detail.identities_of(reader, client),
            arr=detail.arr_of_client(reader, client, view),
            subscriptions=detail.counted_subscriptions(reader, client, ctx.today),
            extra=tuple(json.loads(record.extra).items()) if record.extra else (),
            usage=_usage_days(ctx, reader, record, days),
            folded=folded_within(folded_until(reader), ctx.today - days + 1),
            heatmap=_heatmap(ctx, reader, record, weeks),
            incidents=_incidents(ctx, reader, client, moment),
            last_login=standing.last_login,
            simulated_use=ctx.as_of is None and use_of_client_moved(reader, client),
        )


def _incidents(
    ctx: Context, reader: Reader, client: int, moment: Moment
) -> tuple[Incident, ...]:
    now, window, past = moment.now_us, moment.window_us, ctx.as_of is not None
    return tuple(incidents_of(reader, client, now, window, known_us=ctx.known_us, past=past))


def folded_within(folded: int | None, first: int) -> int | None:
    """The last day told by month only, where days from `first` on are of such months."""
    return folded if folded is not None and folded >= first else None


def scored_at(ctx: Context, scored_us: int | None) -> datetime | None:
    """When the score was made; in a look at the past, that moment itself."""
    if ctx.as_of is not None:
        return ctx.as_of
    return None if scored_us is None else from_micros(scored_us)


@service("client:read")
def usage(ctx: Context, name: str, *, days: int = WINDOW) -> UsageReport:
    """Calls and logins a local day over the last `days` days, today included."""
    _check_span(days, 1)
    client = identify(ctx, name)
    with ctx.reader() as reader:
        record = detail.client_record(reader, client)
        assert record is not None
        config = current_config(reader)
        if ctx.as_of is not None:
            config = formula_then(reader, client, ctx.today, config)
        baseline, _ = baseline_for(
            config, record.plan, record.baseline_calls, record.baseline_logins
        )
        series = _usage_days(ctx, reader, record, days)
        folded = folded_until(reader)
        moved = ctx.as_of is None and use_of_client_moved(reader, client)
    calls = [day.calls for day in series if day.calls is not None]
    logins = [day.logins for day in series if day.logins is not None]
    return UsageReport(
        key=record.key,
        name=record.name,
        first_day=series[0].day,
        last_day=series[-1].day,
        days=series,
        calls=sum(calls) if calls else None,
        logins=sum(logins) if logins else None,
        baseline=baseline,
        folded=folded_within(folded, series[0].day),
        simulated=moved,
    )


@service("client:read")
def heatmap(ctx: Context, name: str, *, weeks: int = 13) -> Heatmap:
    """Logins a local day in ISO weeks, the newest week the one of today."""
    _check_span(1, weeks)
    client = identify(ctx, name)
    with ctx.reader() as reader:
        record = detail.client_record(reader, client)
        assert record is not None
        return _heatmap(ctx, reader, record, weeks)


def _check_span(days: int, weeks: int) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise UsageError(f"--days takes 1 to {LONGEST_DAYS}")
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise UsageError(f"--weeks takes 1 to {LONGEST_WEEKS}")


def _usage_days(
    ctx: Context, reader: Reader, record: detail.ClientRecord, days: int
) -> tuple[UsageDay, ...]:
    """Day by day, oldest first. A measure that is not known is None, and so is
    every day before the client's start, or in a month that has no single days."""
    first, last = ctx.today - days + 1, ctx.today
    moment = moment_at(ctx.now, ctx.zone)
    found = days_used(reader, ctx, record.id, first, moment)
    calls, logins = measures_known(reader, ctx, record.id, moment)
    folded = folded_until(reader)
    series = []
    for day in range(first, last + 1):
        lived = record.start_day is None or day >= record.start_day or day in found
        lived = lived and (folded is None or day > folded)
        used = found.get(day, (0, 0))
        series.append(
            UsageDay(
                day, used[0] if calls and lived else None, used[1] if logins and lived else None
            )
        )
    return tuple(series)


def _heatmap(ctx: Context, reader: Reader, record: detail.ClientRecord, weeks: int) -> Heatmap:
    moment = moment_at(ctx.now, ctx.zone)
    found = days_used(reader, ctx, record.id, moment.day - 7 * weeks, moment)
    _, known = measures_known(reader, ctx, record.id, moment)
    logins = {day: used[1] for day, used in found.items()}
    # A day without a number is left blank, as those before the start are.
    start, folded = record.start_day, folded_until(reader)
    if folded is not None:
        start = max(folded + 1, folded if start is None else start)
        logins = {day: count for day, count in logins.items() if day > folded}
    return heatmap_of(logins, start, ctx.today, weeks, known)

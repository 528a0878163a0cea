"""Health: the score of one client, what it is made of, and how it went."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.authorise import service
from bellbuoy.services.client_detail import scored_at
from bellbuoy.services.clients import identify, view_of
from bellbuoy.services.context import Context
from bellbuoy.services.folded import by_month
from bellbuoy.services.scoring.at import days_used, past_standings
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Moment,
    Progress,
    end_of_day,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.series import past_rows
from bellbuoy.services.scoring.then import by_formula, formula_shown, formula_then
from core.clients.types import UsageDay
from core.health.change import Earlier
from core.health.components.record import Evidence
from core.health.explain import HealthCase, explain_health
from core.health.score import baseline_for, score_components
from core.health.types import (
    WINDOW,
    HealthConfig,
    HealthExplanation,
    HealthFacts,
    HistoryPoint,
    OpenPenalty,
)
from core.incidents.types import Incident
from core.values.errors import NotFoundError, UsageError
from storage.clients import detail
from storage.engine.reader import Reader
from storage.health.config import config_of, current_config
from storage.health.history import history as stored_history
from storage.health.history import point_at
from storage.incidents.lists import incidents_of
from storage.simulations.reads import simulated_among

WEEK = 7


@service("health:read")
def explain(
    ctx: Context,
    name: str,
    *,
    against: int | None = None,
    opened: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> HealthExplanation:
    """Why a client's score is what it is, and what moved it since the local day
    `against` (default: seven days before). Every list sums exactly. `opened`: what
    moved it is opened too, into incidents and days, with the rows behind.

    Raises NotFoundError; UsageError for a day that is not before today.
    """
    if against is not None and against >= ctx.today:
        raise UsageError("--against takes a day before the one looked at")
    view = view_of(ctx, progress, cancelled)
    client = identify(ctx, name)
    moment = moment_at(ctx.now, ctx.zone)
    with ctx.reader() as reader:
        record = detail.client_record(reader, client)
        assert record is not None
        if record.start_day is not None and record.start_day > moment.day:
            raise NotFoundError(f"client “{name}” was no client yet on that day")
        named = record.config if view is None else None
        config = formula_shown(reader, client, moment.day, named)
        case = _case(ctx, reader, record, view, config, moment)
        before = moment.day - WEEK if against is None else against
        earlier = _earlier(ctx, reader, record, config, before)
        if opened and earlier is not None and earlier.facts is not None and not case.kept:
            earlier = _with_rows(ctx, reader, record, earlier, moment, case.evidence)
        found = explain_health(case, earlier)
        made_up = view is None and bool(simulated_among(reader, [client]))
        return _simulated(found) if made_up else found


def _simulated(found: HealthExplanation) -> HealthExplanation:
    """The same of a client whom a run in force has reached."""
    change = None if found.change is None else replace(found.change, simulated=True)
    return replace(
        found,
        simulated=True,
        earned=replace(found.earned, simulated=True),
        lost=replace(found.lost, simulated=True),
        change=change,
    )


def _case(
    ctx: Context,
    reader: Reader,
    record: detail.ClientRecord,
    view: int | None,
    config: HealthConfig,
    moment: Moment,
) -> HealthCase:
    standing = detail.stored_standing(reader, record.id, view)
    baseline, _ = baseline_for(
        config, record.plan, record.baseline_calls, record.baseline_logins
    )
    facts = HealthFacts(
        standing.calls, standing.logins, standing.penalty, standing.days, baseline
    )
    penalties = _penalties(ctx, reader, record.id, moment)
    kept = view is not None and by_month(reader, moment.day)
    rows = {"incidents": len(penalties)}
    days: tuple[UsageDay, ...] = ()
    if kept and sum(penalty.penalty for penalty in penalties) != standing.penalty:
        penalties = ()  # facts that came in since: they are not behind what was stored
    if not kept:
        days = _days(ctx, reader, record.id, moment, standing.days)
        rows["usage"], rows["engagement"] = detail.usage_rows_behind(
            reader, record.id, moment.day - WINDOW + 1, moment.day
        )
    return HealthCase(
        key=record.key,
        name=record.name,
        facts=facts,
        score=score_components(standing.components, config),
        config=config,
        as_of=moment.now,
        scored_at=scored_at(ctx, record.scored_us) or moment.now,
        run=record.run_id if view is None else None,
        evidence=Evidence(penalties, days),
        rows=rows,
        kept=kept,
    )


def _penalties(
    ctx: Context, reader: Reader, client: int, moment: Moment
) -> tuple[OpenPenalty, ...]:
    """The incidents that weigh on the score at a moment."""
    found = incidents_of(reader, client, moment.now_us, moment.window_us, known_us=ctx.known_us)
    return tuple(_penalty(incident, moment) for incident in found if incident.penalty)


def _days(
    ctx: Context, reader: Reader, client: int, moment: Moment, lived: int
) -> tuple[UsageDay, ...]:
    """The use of the days of a window that a client has lived, oldest first."""
    first = moment.day - max(1, lived) + 1
    used = days_used(reader, ctx, client, first, moment)
    return tuple(UsageDay(n, *used.get(n, (0, 0))) for n in range(first, moment.day + 1))


def _with_rows(
    ctx: Context,
    reader: Reader,
    record: detail.ClientRecord,
    earlier: Earlier,
    now: Moment,
    evidence: Evidence,
) -> Earlier:
    """The same with what stood behind it, and how many rows stand behind either day."""
    assert earlier.facts is not None
    then = end_of_day(earlier.point.day, ctx.zone)
    penalties = _penalties(ctx, reader, record.id, then)
    days = _days(ctx, reader, record.id, then, earlier.facts.days)
    spans = ((then.day - WINDOW + 1, then.day), (max(now.day - WINDOW, then.day) + 1, now.day))
    counted = [detail.usage_rows_behind(reader, record.id, *span) for span in spans]
    keys = {penalty.key for penalty in (*penalties, *evidence.penalties)}
    rows = {
        "usage": sum(each[0] for each in counted),
        "engagement": sum(each[1] for each in counted),
        "incidents": len(keys),
    }
    return replace(earlier, evidence=Evidence(penalties, days), rows=rows)


def _penalty(incident: Incident, moment: Moment) -> OpenPenalty:
    resolved = incident.resolved is not None and incident.resolved <= moment.now
    return OpenPenalty(
        key=incident.key,
        title=incident.title,
        severity=incident.severity or "medium",
        penalty=incident.penalty,
        resolved=resolved,
        severity_assumed=incident.severity is None,
    )


def _earlier(
    ctx: Context, reader: Reader, record: detail.ClientRecord, config: HealthConfig, day: int
) -> Earlier | None:
    """The score at the end of an earlier day, under the formula of that day: from
    history, or computed where history does not reach or a past moment is looked at;
    with that day's facts under `config`, so that what the formula moved stands apart.
    Of a day whose use is known by month only history alone tells."""
    moment = end_of_day(day, ctx.zone)
    if record.start_day is not None and record.start_day > day:
        return None
    if by_month(reader, day):
        kept = point_at(reader, record.id, day)
        return None if kept is None else Earlier(replace(kept, day=day))
    standing = past_standings(reader, ctx, [record.id], moment, config)[0]
    point = point_at(reader, record.id, day) if ctx.as_of is None else None
    if point is None:
        then = formula_then(reader, record.id, day, config)
        stood = standing
        if then != config:
            stood = past_standings(reader, ctx, [record.id], moment, then)[0]
        point = HistoryPoint(
            day=day,
            score=stood.health.score,
            tier=stood.health.tier,
            components=stood.health.components,
            config=then.version,
            recorded_at=moment.now,
            backfilled=True,
        )
    return Earlier(replace(point, day=day), standing.facts)


@service("health:read")
def history(
    ctx: Context, name: str, *, days: int = 90
) -> tuple[tuple[str, str], list[HistoryPoint]]:
    """((public id, name), history of the last `days` days, oldest first). In a
    look at the past it is computed from the facts of that time."""
    if not 1 <= days <= 3660:
        raise UsageError("--days takes 1 to 3660")
    client = identify(ctx, name)
    today = ctx.today
    with ctx.reader() as reader:
        record = detail.client_record(reader, client)
        assert record is not None
        named = (record.key, record.name)
        if ctx.as_of is None:
            return named, stored_history(reader, client, today - days + 1, today)
        config = current_config(reader)
        moments = [end_of_day(day, ctx.zone) for day in range(today - days + 1, today)]
        moments.append(moment_at(ctx.now, ctx.zone))
        rows = [
            row
            for _, runs in by_formula(reader, [client], moments, config)
            for then, run in runs
            for row in past_rows(reader, ctx, [client], run, then)
        ]
    return named, [
        HistoryPoint(row[1], row[2], row[3], tuple(row[4:7]), row[7], ctx.now, True)
        for row in rows
    ]


@service("health:read")
def formula(ctx: Context, version: str | None = None) -> HealthConfig:
    """The health formula in force, or the one that a score names."""
    with ctx.reader() as reader:
        return current_config(reader) if version is None else config_of(reader, version)

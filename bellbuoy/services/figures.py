"""Why a number is what it is: of the whole base, and of one client. Everything that a
screen shows as a total opens into parts that add up to it exactly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from bellbuoy.services import health
from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.clients import identify, view_of
from bellbuoy.services.context import Context
from bellbuoy.services.folded import by_month
from bellbuoy.services.looks import now_of
from bellbuoy.services.overview import tier_arr, tier_counts
from bellbuoy.services.scoring.at import days_used, measures_known
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Moment,
    Progress,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.simulations.moved import moved_by_runs
from bellbuoy.services.snapshot import one_snapshot
from core.analytics.figures import (
    AT_RISK,
    counted_clients,
    mean_delta,
    mean_score,
    money_by_tier,
    open_incidents,
)
from core.clients.figures import Whom, arr_by_subscription, incidents_now, use_by_day
from core.clients.types import UsageDay
from core.desk.types import CONTACTS
from core.health.types import TIERS, WINDOW
from core.purchases.explain import ChurnCase, explain_churn
from core.risk.explain import RiskCase, explain_risk
from core.risk.types import RiskFacts
from core.values.contribution import Explanation
from core.values.errors import NoDataError, NotFoundError, UsageError
from core.values.instants import from_micros, local_day, to_micros
from storage.clients import detail
from storage.clients.churn import bought_of
from storage.clients.risk import behind_risk
from storage.clients.subscriptions import counted_of
from storage.engine.reader import Reader
from storage.health.unresolved import open_by_severity
from storage.incidents.lists import incidents_of
from storage.simulations.moved import use_of_client_moved
from storage.simulations.reads import simulated_among

BASE_MEASURES = ("clients", "health", "trend", "arr", "at_risk", "incidents")
"""The numbers above the radar: how many, average health, its change in seven days, ARR,
revenue at risk, open incidents."""
CLIENT_MEASURES = (
    "health", "trend", "arr", "calls", "logins", "incidents", "risk_score",
    "churn_tier",
)  # fmt: skip
"""The numbers of a client's row."""


@service("overview:read")
def base_figure(
    ctx: Context, measure: str, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[Explanation, ...]:
    """One of BASE_MEASURES, opened; money has an explanation a currency, none where
    there is no money. Raises UsageError for another measure."""
    if measure not in BASE_MEASURES:
        raise UsageError(f"“{measure}” is no figure", f"one of {', '.join(BASE_MEASURES)}")
    view = view_of(ctx, progress, cancelled)
    with ctx.reader() as reader, one_snapshot(reader):
        found = _of_base(ctx, reader, view, measure)
        moved = ctx.as_of is None and measure in moved_by_runs(reader)
    return tuple(replace(each, simulated=moved) for each in found)


def _of_base(
    ctx: Context, reader: Reader, view: int | None, measure: str
) -> tuple[Explanation, ...]:
    if measure == "incidents":
        found = open_by_severity(reader, to_micros(ctx.now), ctx.known_us)
        return (open_incidents(found, ctx.now),)
    tiers = {row[0]: row[1:] for row in tier_counts(reader, view)}
    clients = {tier: row[0] for tier, row in tiers.items()}
    if measure == "clients":
        return (counted_clients(clients, ctx.now),)
    if measure == "health":
        return (mean_score({t: (r[1], r[2]) for t, r in tiers.items()}, ctx.now),)
    if measure == "trend":
        return (mean_delta({t: (r[3], r[4]) for t, r in tiers.items()}, ctx.now),)
    arr: dict[str, dict[str, int]] = defaultdict(dict)
    for tier, currency, minor in tier_arr(reader, view):
        arr[tier][currency] = minor
    if measure == "arr":
        return money_by_tier("ARR", arr, TIERS, clients, ctx.now)
    return money_by_tier("ARR at risk", arr, AT_RISK, clients, ctx.now)


@service("client:read")
def client_figure(
    ctx: Context,
    name: str,
    measure: str,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Explanation, ...]:
    """One of CLIENT_MEASURES of a client, opened. Raises NotFoundError; UsageError for
    another measure; NoDataError for use of which single days are no longer kept."""
    if measure not in CLIENT_MEASURES:
        raise UsageError(f"“{measure}” is no figure", f"one of {', '.join(CLIENT_MEASURES)}")
    if measure in ("health", "trend"):
        why = health.explain(ctx, name, opened=True, progress=progress, cancelled=cancelled)
        told = why.earned if measure == "health" else why.change
        return () if told is None else (told,)
    view = view_of(ctx, progress, cancelled)
    client = identify(ctx, name)
    with ctx.reader() as reader, one_snapshot(reader):
        record = detail.client_record(reader, client)
        if record is None:
            raise NotFoundError(f"client “{name}” was no client yet on that day")
        whom = Whom(record.key, record.name, ctx.now)
        found = _of_client(ctx, reader, client, view, whom, measure)
        moved = view is None and _moved(reader, client, measure)
    return tuple(replace(each, simulated=moved) for each in found)


def _of_client(
    ctx: Context, reader: Reader, client: int, view: int | None, whom: Whom, measure: str
) -> tuple[Explanation, ...]:
    moment = moment_at(ctx.now, ctx.zone)
    if measure == "arr":
        shown = detail.arr_of_client(reader, client, view)
        paid = counted_of(reader, client, ctx.today, ctx.known_us)
        return arr_by_subscription(whom, shown, paid)
    if measure == "incidents":
        listed = incidents_of(
            reader, client, moment.now_us, moment.window_us, known_us=ctx.known_us
        )
        return (incidents_now(whom, listed),)
    if measure == "risk_score":
        return (_risk(ctx, reader, client, view, whom),)
    if measure == "churn_tier":
        return (_churn(ctx, reader, client, view, whom),)
    return (use_by_day(whom, measure, _days(ctx, reader, client, moment)),)


def _risk(
    ctx: Context, reader: Reader, client: int, view: int | None, whom: Whom
) -> Explanation:
    moment = moment_at(ctx.now, ctx.zone)
    behind = behind_risk(reader, client, view, moment.now_us)
    spoken = behind.contact_us
    silent = None if spoken is None else moment.day - local_day(from_micros(spoken), ctx.zone)
    weighing = incidents_of(
        reader, client, moment.now_us, moment.window_us, known_us=ctx.known_us
    )
    return explain_risk(
        RiskCase(
            whom.key, whom.name, whom.as_of,
            RiskFacts(behind.score, silent, behind.penalty) if behind.days else None,
            behind.contacts if allowed(ctx, "interaction:read") else None,
            CONTACTS,
            [each.key for each in weighing if each.penalty],
        )
    )  # fmt: skip


def _churn(
    ctx: Context, reader: Reader, client: int, view: int | None, whom: Whom
) -> Explanation:
    found = bought_of(reader, client, view, now_of(ctx))
    if found is None:
        raise NotFoundError(f"client “{whom.key}” was no client yet on that day")
    created = local_day(from_micros(found.created_us), ctx.zone)
    days = (found.last, found.start, created)
    may = allowed(ctx, "purchase:read")
    return explain_churn(
        ChurnCase(
            whom.key, whom.name, whom.as_of, ctx.today, *days, found.purchases if may else 0
        )
    )


def _moved(reader: Reader, client: int, measure: str) -> bool:
    """Whether runs in force may have moved a figure of a client."""
    if measure in ("calls", "logins"):
        return use_of_client_moved(reader, client)
    if measure == "churn_tier":  # what a run made up is no purchase
        return False
    return bool(simulated_among(reader, [client]))


def _days(ctx: Context, reader: Reader, client: int, moment: Moment) -> tuple[UsageDay, ...]:
    """The days of the window up to the moment, the oldest first."""
    first = moment.day - WINDOW + 1
    if by_month(reader, moment.day):
        raise NoDataError("use of these days is known by month only", "bellbuoy client months")
    used = days_used(reader, ctx, client, first, moment)
    calls, logins = measures_known(reader, ctx, client, moment)
    days = []
    for day in range(first, moment.day + 1):
        found = used.get(day, (0, 0))
        days.append(UsageDay(day, found[0] if calls else None, found[1] if logins else None))
    return tuple(days)

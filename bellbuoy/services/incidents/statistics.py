"""The record of incidents: volume, times, clocks, recurrence, availability, in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, asked, condition
from bellbuoy.services.snapshot import one_snapshot
from core.analytics.drill import query_of
from core.analytics.months import month_of, month_starts, months_between
from core.query.nouns import INCIDENT_FIELDS
from core.record.figures import figure_of
from core.record.statistics import (
    figures_of,
    follows_another,
    grouped,
    in_order,
    keys_by,
)
from core.record.statistics_change import explain_change, resolve_lengths
from core.record.types import (
    AGAINST,
    BY,
    MEASURES,
    WHYS,
    By,
    Figures,
    IncidentRecord,
    Lived,
    RecordGroup,
    Window,
)
from core.values.contribution import Explanation
from core.values.errors import UsageError
from core.values.instants import day_start, from_micros, local_day, to_micros
from core.values.local_days import DAY_US
from storage.engine.reader import Reader
from storage.incidents.lists import incident_columns
from storage.incidents.statistics import Sought, lived, opened_since, simulated

MOST_DAYS = 3660
AGAIN_US = 30 * DAY_US
"""An incident that follows another one this soon may be the same fault again."""

_MISSING = {"owner": "no owner", "component": "no component"}


@dataclass(frozen=True, slots=True)
class _Read:
    """The incidents of a query that were open at some moment of a window, the ids of
    those that follow another one, and how many are left out as simulated."""

    ctx: Context
    window: Window
    rows: Sequence[Lived]
    again: frozenset[int]
    simulated: int


@service("incident:read")
def record(
    ctx: Context, query: str = "", by: By = "none", days: int = 90, *, planned: bool = False
) -> IncidentRecord:
    """The record of a query's incidents over the last `days` local days, the last of
    which is still going on; `planned` counts planned maintenance with the others.
    Raises UsageError for 0 days or more than MOST_DAYS, or another `by`."""
    if by != "none" and by not in BY:
        raise UsageError(f"there is no record by “{by}”", f"by {', '.join(BY)}")
    read = _read_window(ctx, query, days)
    apart = [row for row in read.rows if row.planned]
    rows = read.rows if planned else [row for row in read.rows if not row.planned]
    first = _first_day(read.ctx, days)
    return IncidentRecord(
        as_of=read.ctx.now,
        first=first,
        last=read.ctx.today,
        by=by,
        groups=_groups(read, rows, by, first),
        totals=figures_of(rows, read.window, read.again),
        planned=figures_of(apart, read.window, read.again),
        with_planned=planned,
        simulated=read.simulated,
    )


@service("incident:read")
def opened_figure(
    ctx: Context, measure: str, query: str = "", days: int = 90, *, planned: bool = False
) -> Explanation:
    """One of WHYS, opened into the incidents behind it; `against`: why the mean time to
    resolve moved since as many days before. Raises UsageError as `record`, and for
    another measure."""
    if measure == AGAINST:
        return movement(ctx, query, days, planned=planned).why
    wanted = next((each for each in MEASURES if each == measure), None)
    if wanted is None:
        raise UsageError(f"“{measure}” is no figure", f"one of {', '.join(WHYS)}")
    read = _read_window(ctx, query, days)
    rows = [row for row in read.rows if planned or not row.planned]
    return figure_of(wanted, rows, read.window, query or "all incidents", read.ctx.now)


@dataclass(frozen=True, slots=True)
class Movement:
    """A window, the one of as many days before it, and why the mean time to resolve moved
    between them. Days are epoch days."""

    first: int
    last: int
    now: Figures
    before: Figures
    why: Explanation


@service("incident:read")
def movement(
    ctx: Context, query: str = "", days: int = 7, *, planned: bool = False
) -> Movement:
    """The last `days` local days against those before them, as known today. Raises
    UsageError as `record`."""
    read = _read_window(ctx, query, days, before=days)
    rows = [row for row in read.rows if planned or not row.planned]
    zone, first = read.ctx.zone, _first_day(read.ctx, days)
    middle = to_micros(day_start(first, zone))
    early = Window(read.window.start, middle - 1)
    late = Window(middle, read.window.end)
    subject = query or "all incidents"
    was, is_now = (resolve_lengths(rows, window) for window in (early, late))
    return Movement(
        first=first,
        last=read.ctx.today,
        now=figures_of(rows, late, read.again),
        before=figures_of(rows, early, read.again),
        why=explain_change(was, is_now, subject, read.ctx.now),
    )


def _read_window(ctx: Context, query: str, days: int, before: int = 0) -> _Read:
    """What the record of `days` local days is worked out from; those that end `before`
    days ago are read with what is known of them today."""
    request = asked(ctx, query, INCIDENT_FIELDS)
    if request.directives.by:
        raise UsageError("the query has a `by:` of its own", "use --by")
    ctx = request.ctx
    start = to_micros(day_start(_first_day(ctx, days + before), ctx.zone))
    with ctx.reader() as reader, one_snapshot(reader):
        sought = _sought(reader, request)
        rows = lived(reader, sought, start)
        clients = sorted({row.client for row in rows if row.components})
        near = opened_since(reader, sought, clients, start - AGAIN_US) if clients else []
        made_up = simulated(reader, sought, start)
    again = follows_another(near, AGAIN_US)
    return _Read(ctx, Window(start, to_micros(ctx.now)), rows, again, made_up)


def _sought(reader: Reader, request: Asked) -> Sought:
    ctx = request.ctx
    columns = incident_columns(ctx.as_of is not None)
    where, params = condition(reader, request, INCIDENT_FIELDS, columns)
    return Sought(where, params, to_micros(ctx.now), ctx.known_us)


def _groups(read: _Read, rows: Sequence[Lived], by: By, first: int) -> tuple[RecordGroup, ...]:
    if by == "none":
        return ()
    zone = read.ctx.zone
    periods = _months(read, first) if by == "month" else None
    keys = keys_by(by, _month_namer(zone))
    found = grouped(rows, read.window, keys, read.again, periods)
    names = {row.client: row.client_name for row in rows} if by == "client" else {}
    return tuple(_group(by, key, found[key], names) for key in in_order(by, found))


def _group(by: By, key: str | None, figures: Figures, names: Mapping[str, str]) -> RecordGroup:
    label = _MISSING.get(by, "none") if key is None else names.get(key, key)
    field = INCIDENT_FIELDS["opened" if by == "month" else by]
    query = query_of(field, key)
    if by == "severity" and key == "medium":
        query = query_of(field, key, None)
    return RecordGroup(key, label, figures, query)


def _months(read: _Read, first: int) -> dict[str | None, Window]:
    """The months of the window, the first and the last as far as it reaches."""
    names = months_between(first, read.ctx.today)
    starts = month_starts(names, read.ctx.zone)
    ends = [start - 1 for start in starts[1:]] + [read.window.end]
    return {
        name: Window(max(start, read.window.start), min(end, read.window.end))
        for name, start, end in zip(names, starts, ends, strict=True)
    }


def _month_namer(zone: ZoneInfo) -> Callable[[int], str]:
    return lambda moment: month_of(local_day(from_micros(moment), zone))


def _first_day(ctx: Context, days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"{days} days cannot be shown", f"1 to {MOST_DAYS} days")
    return ctx.today - days + 1

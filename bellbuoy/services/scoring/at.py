"""Standings of some clients at a moment: the store's present, or a past one."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.context import Context
from bellbuoy.services.folded import by_month
from bellbuoy.services.scoring.kept import kept_standings
from bellbuoy.services.scoring.moment import Moment
from core.clients.standing import Standing, assess
from core.health.types import WINDOW, HealthConfig
from core.values.instants import day_end, day_start, to_micros
from storage.clients.detail import usage_days
from storage.engine.reader import Rows
from storage.events.reads import LastUse
from storage.health.inputs import Heard, Sums, client_inputs, known_measures, window_sums
from storage.health.past import DayUse, heard_by, last_use, use_from_facts
from storage.purchases.rollup import bought_by


def standings_at(
    rows: Rows, ids: Sequence[int], moment: Moment, config: HealthConfig
) -> list[Standing]:
    """Standings from the stored window sums: the store's present."""
    inputs = client_inputs(
        rows, ids, now_us=moment.now_us, window_us=moment.window_us, day=moment.day
    )
    return [
        assess(client, config, moment.now, moment.day, moment.window_start) for client in inputs
    ]


def past_sums(rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment) -> Sums:
    """Window sums as they stood: whole days from the rollup, the last day up to
    its instant, and everything from the facts where only the known counts."""
    if whole_days(ctx, moment):
        return window_sums(rows, ids, moment.day)
    sums: Sums = {}
    if not ctx.as_known:
        sums = window_sums(rows, ids, moment.day - 1, days=WINDOW - 1)
    for client, days in told_use(rows, ctx, ids, moment.day - WINDOW + 1, moment).items():
        before = sums.get(client, (0, 0))
        sums[client] = (
            before[0] + sum(calls or 0 for calls, _ in days.values()),
            before[1] + sum(logins or 0 for _, logins in days.values()),
        )
    return sums


def days_used(
    rows: Rows, ctx: Context, client: int, first: int, moment: Moment
) -> dict[int, tuple[int, int]]:
    """Day to (calls, logins) of one client, from a day up to a moment."""
    if ctx.as_of is None or whole_days(ctx, moment):
        return usage_days(rows, client, first, moment.day)
    found = {} if ctx.as_known else usage_days(rows, client, first, moment.day - 1)
    for day, (calls, logins) in told_use(rows, ctx, [client], first, moment)[client].items():
        found[day] = (calls or 0, logins or 0)
    return found


def measures_known(rows: Rows, ctx: Context, client: int, moment: Moment) -> tuple[bool, bool]:
    """Whether calls and logins of one client are known at a moment."""
    if ctx.as_of is None or whole_days(ctx, moment):
        return known_measures(rows, client, moment.day)
    return heard_then(rows, ctx, [client], moment)[client]


def past_bought(rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment) -> dict[int, int]:
    """The day of the last purchase up to a moment, a client that had bought."""
    return bought_by(rows, ids, moment.now_us, moment.now_us if ctx.as_known else None)


def past_last_use(
    rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment
) -> dict[int, LastUse]:
    """The newest day up to a moment with any use, and with a login, a client."""
    if whole_days(ctx, moment):
        return last_use(rows, ids, moment.day)
    if not ctx.as_known:
        found = last_use(rows, ids, moment.day - 1)
        return _newer(found, told_use(rows, ctx, ids, moment.day, moment))
    found = dict.fromkeys(ids, (None, None))
    found = _newer(found, told_use(rows, ctx, ids, moment.day - WINDOW + 1, moment))
    rest = [client for client, days in found.items() if None in days]
    return _newer(found, told_use(rows, ctx, rest, 0, moment))


def _newer(found: dict[int, LastUse], told: DayUse) -> dict[int, LastUse]:
    newest = dict(found)
    for client, days in told.items():
        seen = [day for day, used in days.items() if any(used)]
        login = [day for day, (_, logins) in days.items() if logins]
        before = found[client]
        newest[client] = (max(seen, default=before[0]), max(login, default=before[1]))
    return newest


def past_standings(
    rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment, config: HealthConfig
) -> list[Standing]:
    """Standings of some clients at a past moment."""
    if by_month(rows, moment.day):
        return kept_standings(rows, ids, moment, config)
    known_us = moment.now_us if ctx.as_known else None
    heard = None
    if not whole_days(ctx, moment):
        heard = heard_then(rows, ctx, ids, moment)
    inputs = client_inputs(
        rows,
        ids,
        now_us=moment.now_us,
        window_us=moment.window_us,
        day=moment.day,
        sums=past_sums(rows, ctx, ids, moment),
        heard=heard,
        known_us=known_us,
    )
    return [
        assess(client, config, moment.now, moment.day, moment.window_start) for client in inputs
    ]


def heard_then(rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment) -> Heard:
    known_us = moment.now_us if ctx.as_known else None
    return heard_by(rows, ids, day=moment.day, until_us=moment.now_us, known_us=known_us)


def whole_days(ctx: Context, moment: Moment) -> bool:
    """Whether the rollup can tell: all of the last day, and all that is known."""
    return not ctx.as_known and moment.now == day_end(moment.day, ctx.zone)


def told_use(
    rows: Rows, ctx: Context, ids: Sequence[int], first: int, moment: Moment
) -> DayUse:
    """Use from the facts, where the rollup cannot tell: of the moment's own day,
    or of all days from `first` on where only the known counts."""
    first = first if ctx.as_known else moment.day
    return use_from_facts(
        rows,
        ids,
        first_day=first,
        last_day=moment.day,
        from_us=to_micros(day_start(first, ctx.zone)),
        until_us=moment.now_us,
        known_us=moment.now_us if ctx.as_known else None,
    )

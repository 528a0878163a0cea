"""What a client used month by month: the same whether its days are kept or folded."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.at import days_used, measures_known
from bellbuoy.services.scoring.moment import moment_at
from core.clients.types import UsageHistory, UsageMonth
from core.store.months import month_end, month_of, months_up_to
from core.values.errors import UsageError
from core.values.instants import day_end
from storage.clients import detail
from storage.clients.months import usage_months
from storage.retention.months import folded_until

MOST_MONTHS = 120
_NONE = (0, 0, 0)


@service("client:read")
def months(ctx: Context, name: str, *, count: int = 12) -> UsageHistory:
    """The last `count` months, the one of today included. Raises UsageError for none or
    more than MOST_MONTHS."""
    if not 1 <= count <= MOST_MONTHS:
        raise UsageError(f"--months takes 1 to {MOST_MONTHS}")
    client, today = identify(ctx, name), ctx.today
    moment = moment_at(ctx.now, ctx.zone)
    firsts = months_up_to(today, count)
    with ctx.reader() as reader:
        record = detail.client_record(reader, client)
        assert record is not None
        sums = usage_months(reader, client, firsts)
        for day, used in days_used(reader, ctx, client, firsts[0], moment).items():
            sums[month_of(day)] = _with(sums.get(month_of(day), _NONE), used)
        known = measures_known(reader, ctx, client, moment)
        folded = folded_until(reader)
    start = record.start_day
    unknown = None
    if folded is not None and today <= folded and today < month_end(today):
        unknown = month_of(today)
    told = []
    for first in firsts:
        last = month_end(first)
        by_day = folded is None or first > folded
        lived = (start is None or last >= start or first in sums) and first != unknown
        calls, logins, days = sums.get(first, _NONE)
        told.append(
            UsageMonth(
                first,
                last,
                calls if lived and known[0] else None,
                logins if lived and known[1] else None,
                days if lived and any(known) else None,
                over=moment.now >= day_end(last, ctx.zone),
                by_day=by_day,
            )
        )
    return UsageHistory(record.key, record.name, tuple(told), unknown)


def _with(sums: tuple[int, int, int], used: tuple[int, int]) -> tuple[int, int, int]:
    """The sums of a month with another day of it."""
    calls, logins = used
    return sums[0] + calls, sums[1] + logins, sums[2] + int(calls > 0 or logins > 0)

"""Two clients at one moment, or one client on two days, side by side."""

from __future__ import annotations

from bellbuoy.services import client_detail
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, end_of_day, never, silent
from core.clients.compare import compare
from core.clients.types import ClientDetail, Comparison, Side
from core.values.errors import UsageError


@service("client:read")
def two_clients(
    ctx: Context,
    left: str,
    right: str,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Comparison:
    """Two clients as they stand at the moment looked at.

    Raises NotFoundError; UsageError when a name fits several, or both name one client.
    """
    found = [
        client_detail.show(ctx, name, progress=progress, cancelled=cancelled)
        for name in (left, right)
    ]
    if found[0].row.key == found[1].row.key:
        raise UsageError(
            f"“{left}” and “{right}” are one client", "name another, or two days of it"
        )
    return _compared(found[0], ctx, found[1], ctx)


@service("client:read")
def two_days(
    ctx: Context,
    name: str,
    first: int,
    last: int | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Comparison:
    """One client at the end of the local day `first` and at that of `last` (None: at
    the moment looked at). Raises NotFoundError; UsageError for days out of order."""
    until = ctx.today if last is None else last
    if not first < until <= ctx.today:
        raise UsageError(
            "the days to compare are out of order", "--from lies before --to, --to not ahead"
        )
    now = ctx if last is None or last == ctx.today else _evening(ctx, last)
    then = _evening(ctx, first)
    right = client_detail.show(now, name, progress=progress, cancelled=cancelled)
    left = client_detail.show(then, right.row.key, progress=progress, cancelled=cancelled)
    return _compared(left, then, right, now)


def _evening(ctx: Context, day: int) -> Context:
    return ctx.looking_at(end_of_day(day, ctx.zone).now)


def _compared(
    left: ClientDetail, left_ctx: Context, right: ClientDetail, right_ctx: Context
) -> Comparison:
    return compare(left, right, (_side(left, left_ctx), _side(right, right_ctx)))


def _side(detail: ClientDetail, ctx: Context) -> Side:
    row = detail.row
    return Side(
        row.key, row.name, ctx.now, ctx.today, row.score, row.tier, simulated=row.simulated
    )

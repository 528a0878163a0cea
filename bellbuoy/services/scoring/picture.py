"""Computing and keeping the picture of a whole base at a past moment."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.folded import by_month
from bellbuoy.services.scoring.at import past_bought, past_last_use
from bellbuoy.services.scoring.moment import Cancelled, Moment, Progress, end_of_day
from bellbuoy.services.scoring.then import past_standings_then
from core.clients.standing import shown_arr
from core.health.trend import delta
from core.health.types import HealthConfig
from core.values.errors import BellbuoyError
from core.values.instants import to_micros
from storage.clients.walk import NextClient, count_clients, next_clients
from storage.engine.reader import Reader
from storage.health.pictures import begin_view, finish_view, put_past_clients

CHUNK = 5_000
FEW = 200
"""Up to so many clients one by one: loading arrays would cost more."""


def keep_picture(
    ctx: Context,
    reader: Reader,
    moment: Moment,
    config: HealthConfig,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Compute every client at a moment, chunk by chunk. Facts that come in about
    that moment take the picture away; then this returns, and another try follows.
    """
    total = count_clients(reader)
    done = after = 0
    with ctx.store.unit(durable=False) as unit:
        view = begin_view(
            unit,
            moment.now_us,
            moment.day,
            ctx.as_known,
            config.version,
            to_micros(ctx.present),
            ctx.wall_us,
        )
    while clients := next_clients(reader, after, CHUNK):
        if cancelled():
            raise BellbuoyError("stopped; the day was not computed to its end")
        rows = _rows_of(ctx, reader, view, clients, moment, config)
        with ctx.store.unit(durable=False) as unit:
            if not put_past_clients(unit, view, rows):
                return
        done += len(clients)
        after = clients[-1].id
        progress(done, max(done, total))
    with ctx.store.unit(durable=False) as unit:
        finish_view(unit, view)


def _rows_of(
    ctx: Context,
    reader: Reader,
    view: int,
    clients: Sequence[NextClient],
    moment: Moment,
    config: HealthConfig,
) -> list[tuple[Any, ...]]:
    """Rows of the picture; a client that had not started is not in it."""
    # What history keeps of a day is looked up, not computed; so is the week before.
    if len(clients) > FEW and not by_month(reader, moment.day - 7):
        from bellbuoy.services.scoring.picture_bulk import picture_rows

        # An amount beyond 64 bits is more than arrays can hold.
        with suppress(OverflowError):
            return picture_rows(ctx, reader, view, clients, moment, config)
    ids = [client.id for client in clients]
    lives = {client.id: client for client in clients}
    used = past_last_use(reader, ctx, ids, moment)
    bought = past_bought(reader, ctx, ids, moment)
    rows: list[tuple[Any, ...]] = []
    week_before = end_of_day(moment.day - 7, ctx.zone)
    before = {
        standing.id: standing.health.score
        for standing in past_standings_then(reader, ctx, ids, week_before, config)
    }
    for standing in past_standings_then(reader, ctx, ids, moment, config):
        client = standing.id
        life = lives[client]
        if life.start_day is not None and life.start_day > moment.day:
            continue
        gone = life.end_day is not None and life.end_day <= moment.day
        currency, minor = shown_arr(standing.arr, ctx.info.currency)
        health, facts = standing.health, standing.facts
        rows.append(
            (
                view, client, life.key, "churned" if gone else "active", minor, currency,
                standing.renews, health.score, standing.rank, health.tier,
                delta(health.score, before[client]),
                int(health.partial), standing.open_incidents, *used[client],
                standing.top_reason, facts.calls, facts.logins, *health.components,
                facts.penalty, facts.days, bought.get(client),
            )
        )  # fmt: skip
    return rows

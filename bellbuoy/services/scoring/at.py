"""Standings of some clients at a moment: the store's present, or a past one."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Moment
from core.clients.standing import Standing, assess
from core.health.types import WINDOW, HealthConfig
from core.values.instants import day_end, day_start, to_micros
from storage.engine.reader import Rows
from storage.health.inputs import Sums, client_inputs, window_sums
from storage.health.past import sums_from_facts


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
    first = moment.day - WINDOW + 1
    if ctx.as_known:
        return sums_from_facts(
            rows, ids, first_day=first, last_day=moment.day, from_us=moment.window_us,
            until_us=moment.now_us, known_us=moment.now_us,
        )  # fmt: skip
    if moment.now == day_end(moment.day, ctx.zone):
        return window_sums(rows, ids, moment.day)
    before = window_sums(rows, ids, moment.day - 1, days=WINDOW - 1)
    today = sums_from_facts(
        rows, ids, first_day=moment.day, last_day=moment.day,
        from_us=to_micros(day_start(moment.day, ctx.zone)), until_us=moment.now_us,
        known_us=to_micros(ctx.present),
    )  # fmt: skip
    return {
        client: (
            before.get(client, (0, 0))[0] + today.get(client, (0, 0))[0],
            before.get(client, (0, 0))[1] + today.get(client, (0, 0))[1],
        )
        for client in before.keys() | today.keys()
    }


def past_standings(
    rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment, config: HealthConfig
) -> list[Standing]:
    """Standings of some clients at a past moment."""
    inputs = client_inputs(
        rows,
        ids,
        now_us=moment.now_us,
        window_us=moment.window_us,
        day=moment.day,
        sums=past_sums(rows, ctx, ids, moment),
        known_us=moment.now_us if ctx.as_known else None,
    )
    return [
        assess(client, config, moment.now, moment.day, moment.window_start) for client in inputs
    ]

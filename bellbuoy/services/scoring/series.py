"""Scores of past days, computed from the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bellbuoy.services.scoring.moment import Moment
from core.clients.standing import ClientInput, assess
from core.health.types import WINDOW, HealthConfig
from core.values.instants import date_of
from storage.engine.reader import Rows
from storage.health.inputs import client_inputs, usage_by_day
from storage.health.standings import history_row


def history_rows(
    reader: Rows,
    ids: Sequence[int],
    moments: Sequence[Moment],
    config: HealthConfig,
    recorded_us: int,
) -> list[tuple[Any, ...]]:
    """History rows (HISTORY_COLUMNS) of some clients over moments, oldest first,
    computed from the facts: where the score changed, and at month ends."""
    first, last = moments[0], moments[-1]
    usage = usage_by_day(reader, ids, first.day - WINDOW + 1, last.day)
    # Every incident that touches any of the windows; `assess` looks at the times.
    inputs = client_inputs(
        reader, ids, now_us=last.now_us, window_us=first.window_us, day=last.day, sums={}
    )
    rows: list[tuple[Any, ...]] = []
    for client in inputs:
        rows += _client_days(client, usage.get(client.id, {}), moments, config, recorded_us)
    return rows


def _client_days(
    client: ClientInput,
    usage: Mapping[int, tuple[int, int]],
    moments: Sequence[Moment],
    config: HealthConfig,
    recorded_us: int,
) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    kept: tuple[Any, ...] | None = None
    for moment in moments:
        window = range(moment.day - WINDOW + 1, moment.day + 1)
        used = [usage[day] for day in window if day in usage]
        that_day = replace(
            client,
            calls=None if client.calls is None else sum(calls for calls, _ in used),
            logins=None if client.logins is None else sum(logins for _, logins in used),
        )
        standing = assess(that_day, config, moment.now, moment.day, moment.window_start)
        if standing.facts.days == 0:
            continue
        said = (standing.health.score, standing.health.tier)
        if said != kept or is_month_end(moment.day):
            rows.append(
                history_row(standing, moment.day, config.version, recorded_us, backfilled=True)
            )
            kept = said
    return rows


def is_month_end(day: int) -> bool:
    """Whether a local day is the last of its month."""
    return date_of(day + 1).day == 1

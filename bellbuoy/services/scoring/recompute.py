"""Scoring the clients that changed, chunk by chunk, each chunk one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.moment import (
    Cancelled,
    Moment,
    Progress,
    moment_at,
    never,
    silent,
)
from bellbuoy.services.scoring.series import is_month_end
from core.clients.standing import Standing
from core.health.types import HealthConfig
from storage.engine.reader import Reader
from storage.engine.unit import Unit
from storage.health.config import current_config
from storage.health.marks import mark_everyone
from storage.health.queue import release, take, waiting
from storage.health.standings import history_row, windows_behind
from storage.health.writes import latest_history, put_history, put_standings, turn_windows
from storage.jobs.lease import check_fence
from storage.store.reads import settings
from storage.store.writes import put_setting

CHUNK = 500
LEASE = "worker"


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many clients were looked at, and how many standings differed."""

    rows: int
    changed: int


@service("health:recompute", writes=True)
def recompute(
    ctx: Context,
    *,
    run_id: int | None = None,
    fence: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Recomputed:
    """Score every client that is marked as changed; a new day marks them all.

    Safe to kill at any point and to run twice at once: a mark goes only with
    the transaction that stored its score, and only if nothing came in since.
    With a `fence`, a chunk of a worker that no longer leads is refused.
    """
    moment = moment_at(ctx.present, ctx.zone)
    with ctx.store.reader() as reader:
        config = current_config(reader)
        _turn_day(ctx, reader, moment, config)
        total = waiting(reader, "changed_client")
        done = changed = after = 0
        while taken := take(reader, "changed_client", after, CHUNK):
            if cancelled():
                break
            ids = [client for client, _ in taken]
            _turn_windows(ctx, reader, ids, moment)
            standings = standings_at(reader, ids, moment, config)
            with ctx.store.unit(durable=False) as unit:
                if fence is not None:
                    check_fence(unit, LEASE, fence)
                changed += _store(unit, ctx, standings, moment, config, run_id)
                release(unit, "changed_client", taken)
            done += len(taken)
            after = ids[-1]
            progress(done, max(done, total))
    return Recomputed(done, changed)


def _turn_day(ctx: Context, reader: Reader, moment: Moment, config: HealthConfig) -> None:
    """Mark everyone once the store's day, or the formula, is another than the
    one that the stored scores were made for."""
    stamp = f"{moment.day} {config.version}"
    if settings(reader).get("health.day") == stamp:
        return
    with ctx.store.unit(durable=False) as unit:
        mark_everyone(unit, "new day")
        put_setting(unit, "health.day", stamp)


def _turn_windows(ctx: Context, reader: Reader, ids: Sequence[int], moment: Moment) -> None:
    if windows_behind(reader, ids, moment.day):
        with ctx.store.unit(durable=False) as unit:
            turn_windows(unit, ids, moment.day)


def _store(
    unit: Unit,
    ctx: Context,
    standings: Sequence[Standing],
    moment: Moment,
    config: HealthConfig,
    run_id: int | None,
) -> int:
    latest = latest_history(unit, [standing.id for standing in standings], moment.day)
    rows: list[tuple[Any, ...]] = []
    for standing in standings:
        rows += _history(standing, latest.get(standing.id), moment, config)
    put_history(unit, rows)
    return put_standings(
        unit,
        standings,
        config=config.version,
        base_currency=ctx.info.currency,
        scored_us=moment.now_us,
        run_id=run_id,
    )


def _history(
    standing: Standing, latest: tuple[Any, ...] | None, moment: Moment, config: HealthConfig
) -> list[tuple[Any, ...]]:
    """A row when the score is another than the last one kept, and at month ends."""
    now = (standing.health.score, standing.health.tier, config.version)
    if latest is None and standing.facts.days == 0:
        return []
    if latest is not None and latest[1:] == now and not is_month_end(moment.day):
        return []
    return [history_row(standing, moment.day, config.version, moment.now_us, backfilled=False)]

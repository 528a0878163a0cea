"""Whether stored standings and counters are what they should be.

Chunk by chunk in arrays, so that memory stays flat at any size of the base.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.few import Few
from bellbuoy.services.scoring.moment import Cancelled, Progress, Target, moment_at
from bellbuoy.services.scoring.writing import newest_day
from core.values.errors import BellbuoyError
from core.values.instants import day_text
from storage.clients.walk import count_clients
from storage.engine.finding import Finding
from storage.engine.reader import Reader
from storage.health.checks import (
    bins_today,
    key_of,
    somebody_in,
    somebody_on,
    wrong_facets,
)
from storage.health.config import current_config
from storage.health.score_days import Days, add_steps, running, steps_of, stored_days
from storage.health.sweep import next_in_sweep

CHUNK = 20_000


@dataclass(slots=True)
class _Wrong:
    """How many are wrong, and one of them."""

    name: str
    what: str
    count: int = 0
    example: str = ""

    def add(self, reader: Reader, clients: Sequence[int]) -> None:
        if clients and not self.example:
            self.example = key_of(reader, clients[0])
        self.count += len(clients)

    def finding(self) -> Finding:
        return Finding(self.name, self.count, self.what, self.example)


@dataclass(slots=True)
class _Walk:
    """What one walk through the base finds."""

    standings: _Wrong
    steps: Days = field(default_factory=dict)


def scoring_findings(
    ctx: Context, reader: Reader, *, settled: bool, progress: Progress, cancelled: Cancelled
) -> list[Finding]:
    """Counters against counts, days against histories; unless scores wait for the
    recompute (`settled`), standings and today against a fresh assessment."""
    walk = _walk(ctx, reader, settled, progress, cancelled)
    return [
        *([walk.standings.finding()] if settled else []),
        _facets(reader, cancelled),
        _days(ctx, reader, walk.steps, settled=settled),
    ]


def _walk(
    ctx: Context, reader: Reader, settled: bool, progress: Progress, cancelled: Cancelled
) -> _Walk:
    moment = moment_at(ctx.present, ctx.zone)
    target = Target(moment, current_config(reader), ctx.info.currency, trust=False)
    found = _Walk(
        _Wrong("standings", "clients whose stored standing differs from a fresh one"),
    )
    total, done, after = count_clients(reader), 0, 0
    while ids := next_in_sweep(reader, after, CHUNK):
        _unless(cancelled)
        add_steps(found.steps, steps_of(reader, ids))
        if settled:
            found.standings.add(reader, _differing(reader, ids, target))
        done += len(ids)
        after = ids[-1]
        progress(done, max(total, done))
    return found


def _differing(reader: Reader, ids: Sequence[int], target: Target) -> list[int]:
    from bellbuoy.services.scoring.bulk import Bulk

    with suppress(OverflowError):
        return Bulk(reader, ids, target).differing()
    return Few(reader, ids, target).differing()


def _facets(reader: Reader, cancelled: Cancelled) -> Finding:
    found = _Wrong("facets", "counters that differ from a count of the clients")
    for keys in wrong_facets(reader):
        _unless(cancelled)
        if keys and not found.example:
            dimension, value, *_ = keys[0]
            named = f"{dimension} {value}".strip()
            found.example = ", ".join(filter(None, (named, somebody_in(reader, keys[0]))))
        found.count += len(keys)
    return found.finding()


def _days(ctx: Context, reader: Reader, steps: Days, *, settled: bool) -> Finding:
    """The days that history adds up to; where no score waits, today as well is what
    the clients themselves add up to."""
    found = _Wrong("days", "days whose scores differ from the history of the clients")
    stored = stored_days(reader)
    newest = newest_day(reader)
    days = range(min(stored.keys() | steps.keys(), default=newest + 1), newest + 1)
    told = dict(running(steps, days))
    for day in sorted(told.keys() | stored.keys()):
        sides = [told.get(day, {})]
        if settled and day == ctx.today:
            sides.append(bins_today(reader, ctx.info.currency))
        here = stored.get(day, {})
        wrong = sorted(
            {k for s in sides for k in here.keys() | s.keys() if here.get(k) != s.get(k)}
        )
        if wrong:
            found.count += 1
            if not found.example:
                who = somebody_on(reader, day, *wrong[0])
                found.example = ", ".join(filter(None, (day_text(day), who)))
    return found.finding()


def _unless(cancelled: Cancelled) -> None:
    if cancelled():
        raise BellbuoyError("stopped; the check did not reach its end")

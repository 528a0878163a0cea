"""What a live feed has written: transactions that are due, taken out again, checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bellbuoy.services.context import Context
from core.simulations import feed
from core.simulations.demo.purchases import CURRENCY
from core.values.instants import to_micros
from storage.purchases import reads
from storage.purchases.writes import NewPurchase, delete_fed, insert_fed
from storage.simulations import writes
from storage.simulations.reads import StoredRun

if TYPE_CHECKING:
    from storage.engine.unit import Unit

BEFORE, AFTER = "before", "after"
"""Checksums of the data that are kept of a feed: as it began, as it was taken back."""


def written(unit: Unit, run: StoredRun) -> int:
    """How many transactions a feed has added."""
    return reads.fed(unit, [run.id]).get(run.id, 0)


def feed_on(ctx: Context, unit: Unit, run: StoredRun, position_s: int | None, most: int) -> int:
    """Add the next transactions that are due so far into a feed, `most` of them at most;
    how many. Their numbers go on from those that stand, so nobody adds one twice."""
    values = json.loads(run.parameters)
    interval, there = values[feed.INTERVAL], written(unit, run)
    at_s = run.position_s if position_s is None else position_s
    many = min(most, feed.due_by(at_s, interval) - there)
    if many <= 0:
        return 0
    last = reads.last_moment(unit, run.id)
    floor_us, present_us = run.at_us if last is None else last, to_micros(ctx.present)
    rows = []
    for number in range(there + 1, there + 1 + many):
        drawn = feed.fed(run.seed, run.name, number, values)
        at_us = feed.moment_us(number, interval, at_s, run.speed, present_us, floor_us)
        rows.append(
            NewPurchase(
                feed.key_of(run.name, number), drawn.customer, at_us, drawn.amount_minor,
                CURRENCY, drawn.category, drawn.age_group, drawn.city, present_us,
            )
        )  # fmt: skip
    insert_fed(unit, run.id, rows)
    return many


def next_due(unit: Unit, run: StoredRun) -> int:
    """How many seconds after its beginning a feed adds the next transaction."""
    interval: int = json.loads(run.parameters)[feed.INTERVAL]
    return (written(unit, run) + 1) * interval


def take_out(unit: Unit, run: StoredRun) -> None:
    """Take out all that a feed has added, and keep what the data is then."""
    delete_fed(unit, run.id)
    told = {**json.loads(run.sums), AFTER: reads.checksum_without(unit, run.id)}
    writes.update_run(unit, run.id, sums=json.dumps(told))


def sums(run: StoredRun) -> tuple[str, str]:
    """(before, after): the checksums that are kept of a feed; empty where there is none
    yet."""
    told: dict[str, Any] = json.loads(run.sums)
    return told.get(BEFORE, ""), told.get(AFTER, "")

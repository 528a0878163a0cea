"""Beginning a live feed: a run of its own kind, moved on, held, and taken back as any."""

from __future__ import annotations

import json

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.feed_rows import BEFORE
from bellbuoy.services.simulations.ledger import needed, told
from bellbuoy.services.simulations.preview import SEED
from bellbuoy.services.simulations.running import begin_run
from core.simulations import feed
from core.simulations.demo.purchases import CUSTOMERS
from core.simulations.parameters import Values, settled
from core.simulations.runs import WAITS, checked, run_name
from core.simulations.starting import wait_s
from core.simulations.types import LIVE, Run
from core.values.errors import UsageError
from core.values.instants import to_micros
from storage.purchases import reads
from storage.simulations.reads import runs_in_force


def checked_feed(given: Values, speed: int) -> int:
    """The seconds from one transaction to the next. Raises UsageError for values out of
    bounds, and at once."""
    values = settled(feed.FEED.parameters, given)
    feed.paced(speed)
    checked(speed, 0, None)
    return values[feed.INTERVAL]


@service("simulation:run", writes=True)
def begin_feed(
    ctx: Context, given: Values, *, seed: int = SEED, speed: int = 1, start: str = ""
) -> Run:
    """Begin a feed: `living.advance` adds the first transaction one interval later, and
    so on until it is stopped. It draws of the customers that the store has, else of
    1,000. `start` as of `running.run`.

    Raises UsageError for values out of bounds, at once, and in a look at the past.
    """
    every_s = checked_feed(given, speed)
    if ctx.as_of is not None:
        raise UsageError("a past day has happened: a feed begins today", "drop --as-of")
    waits_us = wait_s(start, ctx.present, ctx.zone) * 1_000_000
    with ctx.store.unit() as unit:
        kept = feed.kept(every_s, reads.customers(unit) or CUSTOMERS)
        number = begin_run(ctx, unit, {
            "name": run_name([each.name for each in runs_in_force(unit)]),
            "scenario": LIVE, "whom": feed.NOBODY, "who": ctx.viewer.name,
            "parameters": json.dumps(kept), "seed": seed, "spread_s": 0,
            "length_s": None, "speed": speed, "position_s": 0,
            "state": WAITS if waits_us else "running", "anchor_us": ctx.wall_us + waits_us,
            "at_us": to_micros(ctx.present) + waits_us,
            "made_us": ctx.wall_us, "clients": 0,
            "sums": json.dumps({BEFORE: reads.checksum_without(unit, None)}),
        })  # fmt: skip
        return told(ctx, unit, [needed(unit, number)])[0]

"""The live feed: a run without clients, which adds a transaction every so many seconds of
its own time until somebody stops it."""

from __future__ import annotations

from core.simulations.demo.purchases import DrawnPurchase, drawn_purchase, purchase_key
from core.simulations.draws import Draws
from core.simulations.parameters import Parameter, Values
from core.simulations.scenarios import scenario
from core.simulations.types import LIVE, ScenarioTold
from core.values.errors import UsageError

INTERVAL = "interval"
CUSTOMERS = "customers"
"""What is kept of a feed beside the interval: of how many customers it draws."""
NOBODY = "no clients"
"""How those are named whom a feed reaches."""
FEED = ScenarioTold(
    LIVE,
    "Live transactions",
    "every two seconds a customer buys something, until the feed is stopped",
    "transactions of their own, dated at the store's present",
    (Parameter(INTERVAL, "seconds from one transaction to the next", 2, 1, 3_600, "s"),),
)


def title_of(name: str) -> str:
    """The title of the feed, or of a scenario. Raises NotFoundError."""
    return FEED.title if name == LIVE else scenario(name).title


def paced(speed: int) -> None:
    """Raises UsageError for a speed at which a feed would have no beginning and no end."""
    if speed < 1:
        raise UsageError("a feed goes by the clock, not at once", "write --speed 1, or 60")


def due_by(position_s: int, interval_s: int) -> int:
    """How many transactions a feed has added so many seconds after its beginning."""
    return max(0, position_s) // interval_s


def moment_us(
    number: int, interval_s: int, position_s: int, speed: int, present_us: int, floor_us: int
) -> int:
    """When a transaction is dated (microseconds): at the store's present, less the time
    that has gone by since it was due; never before `floor_us`, and nothing ahead."""
    late_us = max(0, position_s - number * interval_s) * 1_000_000 // max(1, speed)
    return min(present_us, max(floor_us, present_us - late_us))


def fed(seed: int, run: str, number: int, values: Values) -> DrawnPurchase:
    """Transaction number 1, 2, … of a feed, by the name of its run: the same each time."""
    return drawn_purchase(Draws(seed, run, purchase_key(number)), values[CUSTOMERS])


def key_of(run: str, number: int) -> str:
    """`T-SIM-1-12`: the public id of the twelfth transaction of `run-0001`."""
    return f"T-SIM-{int(run.removeprefix('run-'))}-{number}"


def kept(interval_s: int, customers: int) -> dict[str, int]:
    """What is kept of a feed that begins: its interval, and of how many it draws."""
    return {INTERVAL: interval_s, CUSTOMERS: customers}

"""What leaves the program while runs are in force: what is made up never passes as real.

One rule: whatever is written to a file, or as CSV, leaves out the rows of clients that a
run has reached, and of incidents that hurt one of them, unless they are asked for; then
they are marked. Sums cannot be taken apart, so that there are simulated clients is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.simulations.runs import WAITS
from core.simulations.types import MadeUp
from core.values.instants import from_micros
from storage.simulations.reads import runs_in_force, simulated_count, simulated_keys

Item = TypeVar("Item")
_AT_ONCE = 500


@service("store:read")
def made_up(ctx: Context) -> MadeUp | None:
    """How many clients are simulated by the moment that is looked at, and by which runs;
    None where nobody is."""
    with ctx.reader() as reader:
        clients = simulated_count(reader)
        if not clients:
            return None
        runs = [run for run in runs_in_force(reader) if run.state != WAITS]
    if ctx.as_of is not None and all(ctx.as_of < from_micros(run.at_us) for run in runs):
        return None
    return MadeUp(clients, tuple((run.id, run.name) for run in runs))


@dataclass(frozen=True, slots=True)
class Sieve:
    """Parts rows about simulated clients from others, some at a time."""

    ctx: Context

    def told(
        self, items: Iterable[Item], about: Callable[[Item], Sequence[str]]
    ) -> Iterator[tuple[Item, bool]]:
        """Each item, and whether one of the clients (public ids) that it is about is
        simulated."""
        rest = iter(items)
        while some := list(islice(rest, _AT_ONCE)):
            keys = [about(item) for item in some]
            found = are_simulated(self.ctx, sorted({key for each in keys for key in each}))
            for item, mine in zip(some, keys, strict=True):
                yield item, not found.isdisjoint(mine)


@service("store:read")
def are_simulated(ctx: Context, keys: Sequence[str]) -> set[str]:
    """Of some clients (public ids) those whom a run in force has reached."""
    with ctx.reader() as reader:
        return simulated_keys(reader, keys)

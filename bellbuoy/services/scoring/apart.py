"""Facts about rows that runs have changed are taken in as if there were no run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.simulations.reads import any_simulated, changed_by_runs

if TYPE_CHECKING:
    from storage.engine.unit import Unit


@contextmanager
def apart_from_runs(unit: Unit, table: str, keys: Iterable[object], day: int) -> Iterator[None]:
    """While these rows are written, no run is upon their clients; then it is again, and
    remembers what the facts have made of the rows. `day` is the store's present day."""
    clients = changed_by_runs(unit, table, keys) if any_simulated(unit) else []
    if not clients:
        yield
        return
    from bellbuoy.services.scoring.simulated import lay, lift

    lift(unit, clients, day)
    yield
    lay(unit, clients, day)

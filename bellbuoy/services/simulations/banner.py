"""Runs in force as every screen tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.operations.undo import last_standing
from core.simulations.runs import WAITS
from storage.audit.steps import reversals, steps_of
from storage.engine.reader import Rows
from storage.simulations.banner import Standing, name_of_one, standing


@dataclass(frozen=True, slots=True)
class Banner:
    """Runs in force, the oldest first: the number of each, its scenario, and how far it
    is. `name` is that of the client where one run about one client stands (outside
    text). `takes_back` is the run that `z` of whoever looks takes back; None: their last
    change is another one. `moving`: one of them goes on by the clock, or will; `waits`:
    the last has not begun."""

    numbers: tuple[int, ...]
    scenario: str
    done: int
    clients: int
    name: str | None
    takes_back: int | None
    moving: bool
    waits: bool = False


@service("simulation:read")
def banner(ctx: Context) -> Banner | None:
    """None where no run is in force; then one small statement was all that was read."""
    with ctx.reader() as reader:
        runs = standing(reader)
        if not runs:
            return None
        last = runs[-1]
        name = name_of_one(reader, last.number) if len(runs) == last.clients == 1 else None
        return Banner(
            numbers=tuple(run.number for run in runs),
            scenario=last.scenario,
            done=last.done,
            clients=last.clients,
            name=name,
            takes_back=_taken_back(reader, ctx.viewer.name, runs),
            moving=any(run.state in ("running", WAITS) for run in runs),
            waits=last.state == WAITS,
        )


def _taken_back(rows: Rows, who: str, runs: list[Standing]) -> int | None:
    """The run whose change set is the last of a person's that stands."""
    changes = {run.change: run.number for run in runs if run.change is not None}
    newest = next(steps_of(rows, who), None)
    if newest is not None and newest.id in changes:
        return changes[newest.id]
    last = last_standing(steps_of(rows, who), reversals(rows))
    return None if last is None else changes.get(last)

"""Runs as the answer of a command: how they stand, whose score moved, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.simulation_run_page import RUNS, runs_text, scores_text
from bellbuoy.commands.simulation_whom import as_page
from bellbuoy.commands.to_json import record
from core.simulations.types import Run

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

RUN = Arg("run", "the number of the run: bellbuoy sim history", type=types.count)


def open_caught_up(options: Options) -> Context:
    """The store in its present, its runs where they are by now; a dry run leaves them."""
    from bellbuoy.services.simulations.catching_up import catch_up

    ctx = open_present(options)
    if not options.dry_run:
        catch_up(ctx)
    return ctx


def runs_told(ctx: Context, runs: Sequence[Run], options: Options, *notes: str) -> Answer:
    """Runs as an answer: one in words, with the scores that it has moved."""
    rows = [record(run) for run in runs]
    said = notes if options.dry_run else (*notes, *_next_steps(runs))
    if not as_page(options) or not runs:
        return Answer("sim_run", rows, RUNS, as_of=ctx.now, total=len(rows), notes=said)
    text = runs_text(runs, _scores(ctx, runs), options)
    return Answer("sim_run", text=text, as_of=ctx.now, notes=said, checked=tuple(rows))


def _scores(ctx: Context, runs: Sequence[Run]) -> str:
    """Before and after of one run in force that has reached somebody."""
    from bellbuoy.services.simulations import comparing

    if len(runs) != 1 or runs[0].feed or not runs[0].done or runs[0].state == "undone":
        return ""
    return scores_text(comparing.compare(ctx, runs[0].number))


def _next_steps(runs: Sequence[Run]) -> list[str]:
    found: list[str] = []
    for run in runs:
        if run.state == "running":
            found.append(
                "it goes on while the app or a worker is there, or --wait;"
                f" bellbuoy sim step {run.number} brings it to the next moment"
            )
            if run.feed:
                found.append("bellbuoy txn tail --follow shows what comes in")
        elif run.state == "waiting":
            found.append(
                "it begins by itself while the app or a worker is there, or --wait;"
                f" bellbuoy sim step {run.number} begins it now"
            )
        elif run.state == "paused":
            found.append(f"bellbuoy sim resume {run.number} goes on")
        if run.state != "undone":
            found.append(f"bellbuoy sim undo {run.number} takes it back")
    return found


def speed(raw: str) -> int:
    """`0` or `once`, `1`, `60x`."""
    from bellbuoy.services.simulations.paced import speed_of

    return speed_of(raw)


START = Arg("start", "when it begins: 30m, 14:30, or a moment to come", "option", types.filled,
            metavar="WHEN")  # fmt: skip
SPEED = Arg("speed", "so many times as fast as the clock; 0 at once", "option", speed,
            metavar="N")  # fmt: skip

"""Driving a run to its end, for somebody who waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching
from core.simulations.types import Run

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

EVERY_S = 1.0
_MOVES = ("waiting", "running")


def driven(
    ctx: Context, run: Run, options: Options, sleep: Callable[[float], None] = time.sleep
) -> Run:
    """The run once it has come to its end, or once somebody has paused or ended it.
    Whoever interrupts this pauses the run, and is told so."""
    from bellbuoy.services.simulations import ledger, living

    number = run.number
    try:
        with watching(f"run {number}", options) as progress:
            while run.state in _MOVES:
                progress.update(run.done, run.clients)
                sleep(EVERY_S)
                living.advance(ctx)
                run = ledger.show_run(ctx, number)
    except (KeyboardInterrupt, SystemExit):
        _paused(ctx, number, options)
        raise
    return run


def _paused(ctx: Context, number: int, options: Options) -> None:
    """Pause a run that nobody waits for any more."""
    from bellbuoy.services.simulations import ledger, living

    if ledger.show_run(ctx, number).state != "running":
        return
    living.pause(ctx, number)
    if not options.quiet:
        sys.stderr.write(f"run {number} is paused: bellbuoy sim resume {number} goes on\n")

"""`bellbuoy sim step|pause|resume|stop|undo`: what is done with runs that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.exit_codes import ExitCode
from bellbuoy.commands.options import Options
from bellbuoy.commands.simulation_driving import driven
from bellbuoy.commands.simulation_run_page import RUNS
from bellbuoy.commands.simulation_told import RUN, SPEED, open_caught_up, runs_told
from bellbuoy.commands.watch import watching
from core.simulations.types import Run
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context


def sim_step(options: Options) -> Answer:
    """Bring a run to the next moment at which something happens, and pause it there."""
    from bellbuoy.services.simulations import living

    minutes = options.number("minutes")
    return _moved(options, "step", lambda ctx, number: living.step(ctx, number, minutes))


def sim_pause(options: Options) -> Answer:
    """Hold a run where it is."""
    from bellbuoy.services.simulations import living

    return _moved(options, "pause", living.pause)


def sim_resume(options: Options) -> Answer:
    """Let a paused run go on."""
    from bellbuoy.services.simulations import living

    speed = options.number("speed")
    return _moved(options, "resume", lambda ctx, number: living.resume(ctx, number, speed))


def sim_stop(options: Options) -> Answer:
    """End a run where it is: what it has written stays until it is taken back."""
    from bellbuoy.services.simulations import living

    return _moved(options, "stop", living.stop)


def _moved(options: Options, verb: str, act: Callable[[Context, int], Run]) -> Answer:
    from bellbuoy.services.simulations.trying import could

    ctx, number = open_caught_up(options), options.number("run") or 0
    if options.dry_run:
        run = could(ctx, number, verb)
        return runs_told(ctx, [run], options, f"a dry run: run {number} could {verb}")
    run = act(ctx, number)
    if options.wait:
        run = driven(ctx, run, options)
    return runs_told(ctx, [run], options)


def sim_undo(options: Options) -> Answer:
    """Take runs back: the store is then as without them. Exit code 4 where values were
    left that somebody else has written since."""
    from bellbuoy.services.simulations import ledger, undoing

    ctx = open_caught_up(options)
    given = options.values["runs"]
    numbers = tuple(given) if isinstance(given, tuple) else ()
    if bool(numbers) == options.flag("all"):
        raise UsageError("which runs are to be taken back?", "bellbuoy sim undo 14, or --all")
    if not numbers:
        numbers = tuple(sorted((run.number for run in ledger.in_force(ctx)), reverse=True))
    if options.dry_run:
        runs = [ledger.show_run(ctx, number) for number in numbers]
        return runs_told(ctx, runs, options, "a dry run: nothing is taken back")
    with watching("taking back", options) as progress:
        undone = undoing.undo(ctx, numbers, progress=progress.update)
    partly = any(run.conflicts for run in undone)
    return replace(runs_told(ctx, undone, options), exit_code=ExitCode.PARTIAL if partly else 0)


_moving = partial(Command, "sim", writes=True, columns=RUNS)
MOVING = (
    _moving(
        "step",
        "bring a run to its next moment, and pause it there",
        ("bellbuoy sim step 14", "bellbuoy sim step 14 --minutes 30 --json"),
        sim_step,
        (RUN, Arg("minutes", "so many minutes on instead", "option", types.count, metavar="N")),
    ),
    _moving(
        "pause",
        "hold a run where it is",
        ("bellbuoy sim pause 14", "bellbuoy sim pause 14 --json"),
        sim_pause,
        (RUN,),
    ),
    _moving(
        "resume",
        "let a paused run go on",
        ("bellbuoy sim resume 14", "bellbuoy sim resume 14 --speed 60 --wait"),
        sim_resume,
        (RUN, SPEED),
        takes=("wait",),
    ),
    _moving(
        "stop",
        "end a run where it is; what it wrote stays until it is taken back",
        ("bellbuoy sim stop 14", "bellbuoy sim stop 14 -n"),
        sim_stop,
        (RUN,),
    ),
    _moving(
        "undo",
        "take runs back: the store is then as without them",
        ("bellbuoy sim undo 14", "bellbuoy sim undo --all -n"),
        sim_undo,
        (
            Arg("runs", "numbers of runs: bellbuoy sim history", type=types.count,
                metavar="RUN", repeat=True, optional=True),
            Arg("all", "all that are in force, the newest first", "flag"),
        ),
    ),
)  # fmt: skip

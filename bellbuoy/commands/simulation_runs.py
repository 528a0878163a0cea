"""`bellbuoy sim run`, and its short forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.simulation_driving import driven
from bellbuoy.commands.simulation_feed import INTERVAL, live_answer
from bellbuoy.commands.simulation_told import SPEED, START, open_caught_up, runs_told
from bellbuoy.commands.simulation_whom import CLIENTS, SCENARIO_NAME, SET, meant_of, told
from bellbuoy.commands.watch import watching
from core.simulations.types import LIVE
from core.values.errors import UsageError


def sim_run(options: Options) -> Answer:
    """Write what a scenario says about clients, as a run that can be taken back."""
    return _run(options, options.need("name"))


def _short(name: str) -> Callable[[Options], Answer]:
    return lambda options: _run(options, name)


def _run(options: Options, name: str) -> Answer:
    from bellbuoy.services.simulations import preview
    from bellbuoy.services.simulations import running as service
    from bellbuoy.services.simulations.paced import begins_words
    from bellbuoy.services.simulations.typed import setting

    if name == LIVE:
        return live_answer(options)
    if options.values.get("interval") is not None:
        raise UsageError("--interval is for the feed of transactions", "sim run live")
    ctx = open_caught_up(options)
    given = dict(setting(each) for each in options.texts("set"))
    seed = preview.SEED if options.seed is None else options.seed
    times, speed = options.number("times") or 1, options.number("speed") or 0
    if options.dry_run and times > 1:
        raise UsageError("a preview is of one run", "drop --times")
    if options.number("spread") and not speed:
        raise UsageError("a run at once is not spread", "--spread goes with --speed 60")
    start = options.text("start") or ""
    begins = begins_words(ctx, start)
    meant = meant_of(ctx, options)
    with watching("simulating", options) as progress:
        if options.dry_run:
            found = preview.preview(
                ctx, name, meant, given, seed=seed, progress=progress.update
            )
            notes = (f"it {begins}; the effect is that of now",) if begins else ()
            return replace(told(found, ctx, options), notes=notes)
        runs = [
            service.run(
                ctx, name, meant, given,
                whom=options.text("clients") or "", seed=seed,
                spread=options.number("spread") or 0, length=options.number("lasts"),
                speed=speed, start=start, progress=progress.update,
            )
            for _ in range(times)
        ]  # fmt: skip
    if options.wait:
        runs = [driven(ctx, run, options) for run in runs]
    return runs_told(ctx, runs, options)


def minutes(raw: str) -> int:
    """`30`, or a length: `4h`, `2d`, as whole minutes."""
    return types.whole(raw) if raw.strip().lstrip("-").isdigit() else types.span(raw) // 60


_PACE = (
    Arg("spread", "with --speed: reach the clients within so long (30, 4h)", "option", minutes,
        metavar="MIN"),
    Arg("lasts", "well again after so long (240, 4h)", "option", minutes, metavar="MIN"),
    SPEED,
    START,
    Arg("times", "so many runs, one on top of the other", "option", types.count, metavar="N",
        default=1),
)  # fmt: skip


_ABOUT = (CLIENTS, SET, *_PACE)
_running = partial(Command, "sim", takes=("seed", "wait"), writes=True)
RUNNING = (
    _running(
        "run",
        "let a scenario happen: a run that can be taken back",
        (
            "bellbuoy sim run live --interval 2",
            "bellbuoy sim run outage 'country:US' --spread 30 --lasts 4h --speed 60 --wait",
        ),
        sim_run,
        (SCENARIO_NAME, *_ABOUT, INTERVAL),
    ),
    _running(
        "pulse",
        "activity of busy days: short for sim run pulse",
        ("bellbuoy sim pulse", "bellbuoy sim pulse C-0007 --set days=7 --times 3 --seed 1"),
        _short("pulse"),
        _ABOUT,
    ),
    _running(
        "outage",
        "the service is down: short for sim run outage",
        ("bellbuoy sim outage C-0007", "bellbuoy sim outage plan:pro --lasts 4h -n"),
        _short("outage"),
        _ABOUT,
    ),
    _running(
        "decay",
        "use goes down day by day: short for sim run decline",
        ("bellbuoy sim decay C-0007", "bellbuoy sim decay owner:me --set percent=60"),
        _short("decline"),
        _ABOUT,
    ),
    _running(
        "reset",
        "clients are well again: short for sim run reset",
        ("bellbuoy sim reset C-0002", "bellbuoy sim reset tier:critical -n"),
        _short("reset"),
        _ABOUT,
    ),
)

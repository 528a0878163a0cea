"""`bellbuoy sim run live`: the feed of transactions begins."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg
from bellbuoy.commands.options import Options
from bellbuoy.commands.simulation_driving import driven
from bellbuoy.commands.simulation_run_page import RUNS
from bellbuoy.commands.simulation_told import open_caught_up, runs_told
from core.values.errors import UsageError

INTERVAL = Arg("interval", "of live: so many seconds from one transaction to the next",
               "option", types.count, metavar="S")  # fmt: skip
_OF_CLIENTS = ("clients", "spread", "lasts")


def live_answer(options: Options) -> Answer:
    """Begin a feed; of a dry run, say that it would."""
    from bellbuoy.services.simulations import feeding, preview
    from bellbuoy.services.simulations.paced import begins_words
    from bellbuoy.services.simulations.typed import setting

    for each in _OF_CLIENTS:
        if options.values.get(each) is not None:
            raise UsageError(
                f"a feed reaches no clients: it takes no {each}", "bellbuoy sim run live"
            )
    if (options.number("times") or 1) > 1:
        raise UsageError("a feed goes on by itself", "drop --times")
    given = dict(setting(each) for each in options.texts("set"))
    interval, speed = options.number("interval"), options.number("speed")
    if interval is not None:
        given["interval"] = interval
    seed = preview.SEED if options.seed is None else options.seed
    pace = 1 if speed is None else speed
    start = options.text("start") or ""
    ctx = open_caught_up(options)
    if options.dry_run:
        every = feeding.checked_feed(given, pace)
        said = f"a dry run: a feed would begin, a transaction each {every:,} s"
        if begins := begins_words(ctx, start):
            said += f"; it {begins}"
        return Answer("sim_run", [], RUNS, as_of=ctx.now, total=0, notes=(said,))
    run = feeding.begin_feed(ctx, given, seed=seed, speed=pace, start=start)
    return runs_told(ctx, [driven(ctx, run, options) if options.wait else run], options)

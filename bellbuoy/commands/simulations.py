"""`bellbuoy sim list|show|preview|whatif`: what could happen to clients, before anything
is written; the commands of runs and stories stand beside it."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.health_rows import COMPONENTS
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.present import open_present
from bellbuoy.commands.scoring import weights
from bellbuoy.commands.simulation_ledger import LEDGER
from bellbuoy.commands.simulation_moves import MOVING
from bellbuoy.commands.simulation_page import (
    BANDS,
    PARAMETER,
    PREVIEW,
    SCENARIO,
    bands_json,
    bands_text,
)
from bellbuoy.commands.simulation_runs import RUNNING
from bellbuoy.commands.simulation_stories import COMMAND as STORY
from bellbuoy.commands.simulation_whom import (
    CLIENTS,
    SCENARIO_NAME,
    SET,
    as_page,
    meant_of,
    told,
)
from bellbuoy.commands.to_json import record
from bellbuoy.commands.watch import watching
from core.simulations.types import WhatIf
from core.values.errors import UsageError


def sim_list(options: Options) -> Answer:
    """Every scenario."""
    from bellbuoy.services.simulations import listing

    ctx = open_present(options)
    rows = [record(each) for each in listing.runnable(ctx)]
    return Answer("scenario", rows, as_of=ctx.now, total=len(rows))


def sim_show(options: Options) -> Answer:
    """One scenario with its parameters."""
    from bellbuoy.services.simulations import listing

    ctx = open_present(options)
    found = listing.show(ctx, options.need("name"))
    row = record(found)
    if options.format != "table" or options.cols is not None:
        return Answer("scenario", [row], SCENARIO, as_of=ctx.now, single=True)
    head = facts([("scenario", found.id), ("title", found.title), ("what happens", found.about),
                  ("what a run writes", found.says)])  # fmt: skip
    rows = [record(each) for each in found.parameters]
    return Answer(
        "scenario", text=blocks(head, section(rows, PARAMETER, options)), as_of=ctx.now
    )


def sim_preview(options: Options) -> Answer:
    """What a scenario would do, with one seed or with many."""
    from bellbuoy.services.simulations import preview as service
    from bellbuoy.services.simulations.typed import setting

    ctx = open_present(options)
    name, given = options.need("name"), dict(setting(each) for each in options.texts("set"))
    many = options.values["seeds"]
    if many is not None and options.seed is not None:
        raise UsageError("one seed, or many", "drop --seed or --seeds")
    meant = meant_of(ctx, options)
    with watching("computing", options) as progress:
        if isinstance(many, range):
            bands = service.bands(ctx, name, meant, given, many, progress=progress.update)
            if as_page(options):
                return Answer("sim_bands", text=bands_text(bands, options), as_of=ctx.now)
            return Answer("sim_bands", [bands_json(bands)], BANDS, as_of=ctx.now, single=True)
        found = service.preview(
            ctx, name, meant, given,
            seed=service.SEED if options.seed is None else options.seed,
            largest=options.number("largest") or 0, progress=progress.update,
        )  # fmt: skip
    return told(found, ctx, options)


def sim_whatif(options: Options) -> Answer:
    """What would become of clients if something were different."""
    from bellbuoy.services.simulations import what_if as service

    ctx = open_present(options)
    use = options.number("use") or 0
    calls, logins = (options.number(key) for key in ("calls", "logins"))
    what = WhatIf(
        use if calls is None else calls, use if logins is None else logins,
        options.flag("lost"), options.flag("closed"),
    )  # fmt: skip
    shares = options.texts("weights") if options.values["weights"] is not None else ()
    meant = meant_of(ctx, options)
    with watching("computing", options) as progress:
        found = service.what_if(
            ctx, meant, what, dict(zip(COMPONENTS, shares, strict=False)),
            largest=options.number("largest") or 0, progress=progress.update,
        )  # fmt: skip
    return told(found, ctx, options)


def percent(raw: str) -> int:
    """`-20%` or `+15 %`, as whole percents."""
    text = raw.strip().removesuffix("%").strip()
    sign, digits = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text.removeprefix("+"))
    return sign * types.whole(digits)


def seeds(raw: str) -> range:
    """`1..100`: both ends included."""
    first, dots, last = raw.partition("..")
    if not dots:
        raise UsageError(f"“{raw}” is no range of seeds", "write --seeds 1..100")
    return range(types.whole(first.strip()), types.whole(last.strip()) + 1)


_LARGEST = Arg("largest", "so many of those who move most by name", "option", types.whole,
               metavar="N", default=10)  # fmt: skip

COMMANDS = (
    Command(
        noun="sim",
        verb="list",
        summary="what can be rehearsed",
        examples=("bellbuoy sim list", "bellbuoy sim list --json"),
        function=sim_list,
        columns=SCENARIO,
    ),
    Command(
        noun="sim",
        verb="show",
        summary="one scenario, what it writes, and what can be set",
        examples=("bellbuoy sim show outage", "bellbuoy sim show decline --json"),
        function=sim_show,
        arguments=(SCENARIO_NAME,),
    ),
    Command(
        noun="sim",
        verb="preview",
        summary="what a scenario would do, computed; nothing is written",
        examples=(
            "bellbuoy sim preview outage C-0001",
            "bellbuoy sim preview price-rise plan:pro --set leaving=9 --seeds 1..99 --json",
        ),
        function=sim_preview,
        arguments=(
            SCENARIO_NAME,
            CLIENTS,
            SET,
            Arg("seeds", "with each of these seeds: how far chance moves it", "option", seeds,
                metavar="A..B"),
            _LARGEST,
        ),
        takes=("seed",),
        columns=PREVIEW,
    ),
    Command(
        noun="sim",
        verb="whatif",
        summary="what would become of clients if something were different",
        examples=(
            "bellbuoy sim whatif 'plan:starter' --use=-20%",
            "bellbuoy sim whatif --weights 50/25/25 --json",
        ),
        function=sim_whatif,
        arguments=(
            CLIENTS,
            Arg("use", "calls and logins change by so much", "option", percent, metavar="P%"),
            Arg("calls", "calls alone", "option", percent, metavar="P%"),
            Arg("logins", "logins alone", "option", percent, metavar="P%"),
            Arg("lost", "they end their subscriptions", "flag"),
            Arg("closed", "their open incidents are fixed", "flag"),
            Arg("weights", "usage/engagement/incidents, shared out to 100 %", "option", weights,
                metavar="U/E/I"),
            _LARGEST,
        ),
        columns=PREVIEW,
    ),
    *RUNNING,
    *MOVING,
    *LEDGER,
    STORY,
)  # fmt: skip

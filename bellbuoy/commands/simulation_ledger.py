"""`bellbuoy sim history|verify|compare`: what runs wrote, and whether they add up."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.simulation_run_page import (
    CHECK,
    COMPARED,
    RUNS,
    check_json,
    check_text,
    compared_row,
    run_words,
)
from bellbuoy.commands.simulation_told import RUN, open_caught_up
from bellbuoy.commands.simulation_whom import as_page
from bellbuoy.commands.to_json import record
from core.values.counting import counted
from core.values.errors import CheckFailedError

MOST = 1_000


def sim_history(options: Options) -> Answer:
    """Every run, the newest first."""
    from bellbuoy.services.simulations import ledger

    ctx = open_caught_up(options)
    most = min(options.limit or MOST, MOST)
    found = ledger.history(ctx, most + 1)
    rows = [record(run) for run in found[:most]]
    notes = (f"older runs are not shown: --limit, up to {MOST:,}",) if len(found) > most else ()
    return Answer("sim_run", rows, RUNS, as_of=ctx.now, notes=notes)


def sim_verify(options: Options) -> Answer:
    """Whether the store without a run is as before it; exit code 8 where it is not. Of a
    run in force it is tried in transactions that are not kept, so a dry run is no other."""
    from bellbuoy.services.simulations import verifying

    ctx, number = open_caught_up(options), options.number("run") or 0
    found = verifying.verify(ctx, number)
    row, failure = check_json(found), None
    if not found.equal:
        failure = CheckFailedError(
            f"without run {number} the store is not as before it",
            f"bellbuoy sim compare {number}",
        )
    if as_page(options):
        return Answer("sim_check", text=check_text(found), as_of=ctx.now, failure=failure,
                      checked=(row,))  # fmt: skip
    return Answer("sim_check", [row], CHECK, as_of=ctx.now, single=True, failure=failure)


def sim_compare(options: Options) -> Answer:
    """Predicted beside measured, or two runs side by side."""
    from bellbuoy.services.simulations import differences as service
    from bellbuoy.services.simulations import ledger

    ctx, number = open_caught_up(options), options.number("run") or 0
    other, most = options.number("other"), options.limit or service.MOST
    run = ledger.show_run(ctx, number)
    columns, apart = COMPARED, tuple[str, ...]()
    if other is None:
        found = service.differences(ctx, number, most)
    else:
        found, apart = service.between(ctx, number, other, most)
        columns = _against(other)
    rows = [compared_row(each) for each in found]
    beside: dict[str, Json] = {"run": record(run), "other": other, "apart": list(apart)}
    if not as_page(options):
        return Answer("sim_comparison", rows, columns, as_of=ctx.now, beside=beside)
    said = [f"the runs differ: {each}" for each in apart]
    if run.feed:
        said.append("a feed reaches no clients: bellbuoy txn list has what it added")
    elif other is None:
        same = sum(not each.why for each in found)
        said.append(f"as predicted: {same:,} of {len(found):,} clients")
    if run.done < run.clients:
        left = run.clients - run.done
        said.append(f"{counted(left, 'client is', 'clients are')} not reached yet")
    text = blocks(run_words(run), "\n".join(said), section(rows, columns, options))
    return Answer("sim_comparison", text=text, as_of=ctx.now, checked=tuple(rows))


def _against(other: int) -> tuple[Column, ...]:
    """The columns where another run stands in the place of what was predicted."""
    return tuple(
        replace(column, title=f"run {other}") if column.key == "predicted" else column
        for column in COMPARED
    )


LEDGER = (
    Command(
        noun="sim",
        verb="history",
        summary="every run: what, whom, when, what it made, and how it stands",
        examples=("bellbuoy sim history", "bellbuoy sim history --limit 5 --json"),
        function=sim_history,
        takes=("limit",),
        columns=RUNS,
    ),
    Command(
        noun="sim",
        verb="verify",
        summary="is the store without a run as before it? exit code 8 if not",
        examples=("bellbuoy sim verify 14", "bellbuoy sim verify 14 --json"),
        function=sim_verify,
        arguments=(RUN,),
        writes=True,
        columns=CHECK,
    ),
    Command(
        noun="sim",
        verb="compare",
        summary="predicted beside measured, and why they differ; or two runs",
        examples=("bellbuoy sim compare 14", "bellbuoy sim compare 14 15 --json"),
        function=sim_compare,
        arguments=(
            RUN,
            Arg("other", "another run to hold it against", type=types.count, metavar="RUN",
                optional=True),
        ),
        takes=("limit",),
        columns=COMPARED,
    ),
)  # fmt: skip

"""`bellbuoy worker scale`: is another worker required? And the limit of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.to_json import record
from bellbuoy.commands.worker_log import worker_log
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

MOST = "worker.max"
SCALE = (
    Column("action", "action"),
    number("wanted", "wanted"),
    number("running", "running"),
    number("most", "at most"),
    number("waiting", "runs waiting"),
    number("work_s", "seconds of work"),
    number("lag_s", "seconds waited"),
)
STANDBY = (
    "one leads and runs the jobs, one after the other; the others stand by and take over"
    " when it ends: they make no job faster"
)


def scale(options: Options) -> Answer:
    """Look, check (--auto), or have N run."""
    from bellbuoy.services import scaling

    ctx, count = open_present(options), options.number("count")
    if count is not None and options.flag("auto"):
        raise UsageError("N and --auto do not go together", "worker scale --auto")
    if count is not None:
        return _to_number(ctx, count, options)
    if options.flag("auto") and not options.dry_run:
        load, found = scaling.check(ctx, log_to=worker_log())
        note = found.words
    else:
        load, found = scaling.look(ctx)
        note = f"a check would say: {found.words}"
    row = {**record(load), **record(found)}
    told = {column.key: row[column.key] for column in SCALE}
    several = max(load.running + found.number, found.wanted) > 1
    notes = (note, STANDBY) if several else (note,)
    return Answer("worker_scale", [told], SCALE, as_of=ctx.now, single=True, notes=notes)


def _to_number(ctx: Context, count: int, options: Options) -> Answer:
    from bellbuoy.services import scaling

    before, found = scaling.look(ctx)
    told = {**record(before), **record(found), "action": "none", "wanted": count}
    if options.dry_run:
        note = f"a dry run: {before.running:,} run, and {count:,} would"
    else:
        started, stopped = scaling.to_number(ctx, count, log_to=worker_log())
        told["action"] = "start" if started else "stop" if stopped else "none"
        note = f"{before.running:,} run already"
        if started or stopped:
            done = f"{started:,} started" if started else f"{stopped:,} asked to stop"
            note = f"{before.running:,} ran, {done}: bellbuoy worker status"
    row = {column.key: told[column.key] for column in SCALE}
    return Answer("worker_scale", [row], SCALE, as_of=ctx.now, single=True, notes=(note,))


def most_words(ctx: Context) -> str:
    """`worker.max` as it is in force."""
    from bellbuoy.services import scaling

    return str(scaling.most(ctx))


def set_most(options: Options, value: str | None) -> tuple[Context, str]:
    """Set `worker.max`; what to say of it."""
    from bellbuoy.services import scaling

    if value is None:
        raise UsageError("a number is missing", f"config set {MOST} 4")
    wanted, ctx = types.count(value), open_present(options)
    if options.dry_run:
        return ctx, f"a dry run: it would be {wanted:,}; it is {scaling.most(ctx):,}"
    before = scaling.set_most(ctx, wanted)
    return ctx, "nothing changed" if before == wanted else f"it was {before:,}"


COMMAND = Command(
    noun="worker",
    verb="scale",
    summary="whether more workers are required; --auto acts on it, within worker.max",
    examples=("bellbuoy worker scale", "bellbuoy worker scale --auto --json"),
    function=scale,
    arguments=(
        Arg("count", "have so many run", type=types.count, optional=True, metavar="N"),
        Arg("auto", "one check, as every five minutes: start or stop what it says", "flag"),
    ),
    writes=True,
    columns=SCALE,
)

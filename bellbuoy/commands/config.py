"""`bellbuoy config …`: the settings of a store, and where files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy import paths
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.commands.rescoring import rescore, worker_serves
from bellbuoy.commands.suggest import hint
from core.store.types import ClockSetting
from core.values.errors import NotFoundError, UsageError
from core.values.instants import iso

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

KEYS = ("clock", "timezone", "currency", "health")
_MEANINGS = {
    "clock": "live, or where the store stands",
    "timezone": "bounds its days; fixed when it is made",
    "currency": "of sums over all; fixed when it is made",
    "health": "the health formula in force",
}
_SETTINGS = (
    Column("key", "key"),
    Column("value", "value"),
    Column("meaning", "meaning"),
    Column("writable", "can be set", extra=True),
)
_PATHS = (Column("name", "what"), Column("path", "where"))


def get(options: Options) -> Answer:
    """One setting, or all of them."""
    ctx, key = open_present(options), options.text("key")
    if key is not None and key not in KEYS:
        raise NotFoundError(
            f"no setting “{key}”", hint(key, KEYS, "there are " + ", ".join(KEYS))
        )
    rows = [_setting(ctx, name) for name in KEYS if key in (None, name)]
    return Answer("setting", rows, as_of=ctx.now, total=len(rows))


def _setting(ctx: Context, key: str) -> dict[str, Json]:
    return {
        "key": key,
        "value": _value(ctx, key),
        "meaning": _MEANINGS[key],
        "writable": key == "clock",
    }


def _value(ctx: Context, key: str) -> str:
    from bellbuoy.services import health

    match key:
        case "clock":
            return clock_text(ctx.info.clock)
        case "timezone":
            return ctx.info.timezone
        case "currency":
            return ctx.info.currency
        case _:
            return health.formula(ctx).version


def clock_text(clock: ClockSetting) -> str:
    """A clock as `config set clock` takes it: `live`, or an instant."""
    if clock.mode == "frozen" and clock.instant is not None:
        return iso(clock.instant)
    return "live" if clock.mode == "live" else f"shifted {clock.seconds:+d} s"


def set_(options: Options) -> Answer:
    """Set the store clock; everyone is scored again, here or by the worker."""
    from bellbuoy.services import settings

    key, value = options.need("key"), options.need("value")
    if key != "clock":
        fixed = (
            f"{key} cannot be set: {_MEANINGS[key]}" if key in KEYS else f"no setting “{key}”"
        )
        raise UsageError(fixed, "only clock can be set: bellbuoy config set clock 2024-12-31")
    ctx = open_present(options)
    clock = settings.frozen_at(ctx, value)
    if options.dry_run:
        now = clock_text(ctx.info.clock)
        note = f"a dry run: the clock would be {clock_text(clock)}; it is {now}"
        return Answer("setting", [_setting(ctx, key)], as_of=ctx.now, notes=(note,))
    if clock == ctx.info.clock:
        return Answer(
            "setting", [_setting(ctx, key)], as_of=ctx.now, notes=("nothing changed",)
        )
    ctx = settings.set_clock(ctx, clock)
    if worker_serves(ctx):
        note = "the worker scores everyone again now"
    else:
        note = f"scored again: {rescore(ctx, options):,} clients stand differently"
    return Answer("setting", [_setting(ctx, key)], as_of=ctx.now, notes=(note,))


def path(options: Options) -> Answer:
    """Where Bellbuoy looks and writes; nothing is made."""
    found = {
        "store": options.store or paths.default_store(),
        "data": str(paths.data_dir()),
        "config": str(paths.config_dir()),
        "cache": str(paths.cache_dir()),
        "log": str(paths.log_file()),
    }
    rows = [{"name": name, "path": where} for name, where in found.items()]
    return Answer("path", rows, total=len(rows))


COMMANDS = (
    Command(
        noun="config",
        verb="get",
        summary="the settings of the store",
        examples=("bellbuoy config get", "bellbuoy config get clock --json"),
        function=get,
        arguments=(Arg("key", "clock, timezone, currency or health", optional=True,
                       choices=KEYS),),
        columns=_SETTINGS,
    ),
    Command(
        noun="config",
        verb="set",
        summary="set the store clock: a day (its end), an instant, or live",
        examples=("bellbuoy config set clock 2024-12-31", "bellbuoy config set clock live"),
        function=set_,
        arguments=(
            Arg("key", "clock"),
            Arg("value", "2024-12-31, 2024-12-31T12:00:00Z, or live", metavar="DAY"),
        ),
        writes=True,
        columns=_SETTINGS,
    ),
    Command(
        noun="config",
        verb="path",
        summary="where the files are",
        examples=("bellbuoy config path", "bellbuoy config path --json"),
        function=path,
        columns=_PATHS,
    ),
)  # fmt: skip

"""`bellbuoy config …`: the settings of a store, and where files lie."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bellbuoy import paths
from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.backup_settings import (
    BACKUP_KEYS,
    BACKUP_MEANINGS,
    backup_value,
    set_backup,
)
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.environment import ENVIRONMENT, list_environment
from bellbuoy.commands.look_settings import LOOK_KEYS, is_look, look_note, look_row, set_look
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.present import open_present
from bellbuoy.commands.rescoring import STAND, rescore, worker_serves
from bellbuoy.commands.schedule_settings import (
    is_schedule,
    schedule_row,
    schedule_rows,
    set_schedule,
)
from bellbuoy.commands.scoring import FLAGS, get_scoring, said, set_scoring
from bellbuoy.commands.scoring_page import CHANGE, MOVES
from bellbuoy.commands.suggest import hint
from bellbuoy.commands.tier_bounds import TIERS, set_tiers, tiers_words
from bellbuoy.commands.worker_scale import MOST, most_words, set_most
from core.health.types import HealthConfig
from core.store.types import ClockSetting
from core.values.address import shown_address
from core.values.counting import counted
from core.values.errors import UsageError
from core.values.instants import iso

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

QUIET = "alerts.quiet"
KEYS = (
    "clock",
    "timezone",
    "currency",
    "health",
    "scoring",
    TIERS,
    "cache.days",
    *BACKUP_KEYS,
    MOST,
    QUIET,
)
REFRESH = "refresh"
_ALSO = {REFRESH: "look.refresh"}
"""Shorter names."""
_MEANINGS = {
    "clock": "live, or where the store stands",
    "timezone": "bounds its days; fixed when it is made",
    "currency": "of sums over all; fixed when it is made",
    "health": "the health formula in force, by name",
    "scoring": "its weights, baselines and bounds",
    TIERS: "from which score on a client is healthy, and at risk",
    "cache.days": "so long a kept look stays that nobody asks for",
    **BACKUP_MEANINGS,
    MOST: "so many workers may run: bellbuoy worker scale",
    QUIET: "hours in which alerts are held back: bellbuoy alert quiet hours",
}
_SETTINGS = (
    Column("key", "key"),
    Column("value", "value"),
    Column("meaning", "meaning"),
    Column("writable", "can be set", extra=True),
)
_BOTH = {each.key for each in _SETTINGS}
WRITABLE = ("clock", "scoring", TIERS, REFRESH, "cache.days", *BACKUP_KEYS, MOST)
_PATHS = (Column("name", "what"), Column("path", "where"))


def get(options: Options) -> Answer:
    """One setting, or all of them."""
    key = options.text("key")
    return _told(options, _ALSO.get(key or "", key))


def _told(options: Options, key: str | None) -> Answer:
    if key == "scoring":
        return get_scoring(options)
    if is_look(key or ""):
        # Of the person, not of a store: none is opened.
        row = look_row(key or "")
        return Answer("setting", [row], _SETTINGS, total=1, notes=look_note())
    ctx = open_present(options)
    if key is not None and is_schedule(key):
        return Answer("setting", [schedule_row(ctx, key)], _SETTINGS, as_of=ctx.now, total=1)
    if key is not None and key not in KEYS:
        raise UsageError(f"no setting “{key}”", hint(key, KEYS, "there are " + ", ".join(KEYS)))
    rows = [_setting(ctx, name) for name in _asked(ctx, key)]
    notes: tuple[str, ...] = ()
    if key is None:
        rows += schedule_rows(ctx) if _may(ctx, "job:read") else []
        rows += [look_row(name) for name in LOOK_KEYS]
        notes = look_note()
    return Answer("setting", rows, _SETTINGS, as_of=ctx.now, total=len(rows), notes=notes)


def _asked(ctx: Context, key: str | None) -> tuple[str, ...]:
    """One, or all that the role may know of."""
    if key is not None:
        return (key,)
    needs = {QUIET: "alert:read", MOST: "worker:read"}
    return tuple(name for name in KEYS if name not in needs or _may(ctx, needs[name]))


def _may(ctx: Context, action: str) -> bool:
    from bellbuoy.services.authorise import allowed

    return allowed(ctx, action)


def list_(options: Options) -> Answer:
    """All settings; --env: the variables of the environment."""
    if not options.flag("env"):
        return _told(options, None)
    return list_environment(options)


def _setting(ctx: Context, key: str) -> dict[str, Json]:
    return {
        "key": key,
        "value": _value(ctx, key),
        "meaning": _MEANINGS[key],
        "writable": key in WRITABLE,
    }


def _value(ctx: Context, key: str) -> str:
    from bellbuoy.services import cache, formula, health
    from bellbuoy.services.alerts import quiet

    match key:
        case "clock":
            return clock_text(ctx.info.clock)
        case "timezone":
            return ctx.info.timezone
        case "currency":
            return ctx.info.currency
        case "scoring":
            return scoring_words(formula.current(ctx))
        case _ if key == TIERS:
            return tiers_words(formula.current(ctx))
        case "cache.days":
            return str(cache.lifetime(ctx))
        case _ if key == MOST:
            return most_words(ctx)
        case _ if key == QUIET:
            return quiet.show(ctx).hours
        case _ if key in BACKUP_KEYS:
            return backup_value(ctx, key)
        case _:
            return health.formula(ctx).version


def scoring_words(config: HealthConfig) -> str:
    """`40/30/30, 5,000 calls, 30 logins, healthy from 70, at risk from 40`"""
    base = config.baseline
    words = [
        "/".join(map(str, config.weights)),
        f"{base.calls:,} calls",
        f"{base.logins:,} logins",
        f"healthy from {config.healthy_from}",
        f"at risk from {config.at_risk_from}",
    ]
    if config.plans:
        words.append(f"{len(config.plans):,} plans of their own")
    return ", ".join(words)


def clock_text(clock: ClockSetting) -> str:
    """A clock as `config set clock` takes it: `live`, or an instant."""
    if clock.mode == "frozen" and clock.instant is not None:
        return iso(clock.instant)
    return "live" if clock.mode == "live" else f"shifted {clock.seconds:+d} s"


def set_(options: Options) -> Answer:
    """Set the store clock or the health formula; everyone is scored again."""
    key, value = options.need("key"), options.text("value")
    key = _ALSO.get(key, key)
    if key == TIERS:
        return set_tiers(options, value)
    if is_schedule(key):
        return _set_schedule(options, key, value)
    if key not in WRITABLE and not is_look(key):
        fixed = (
            f"{key} cannot be set: {_MEANINGS[key]}" if key in KEYS else f"no setting “{key}”"
        )
        raise UsageError(fixed, f"what can be set: {', '.join(WRITABLE)}")
    given = said(options)
    if is_look(key) and not given:
        check_columns(_SETTINGS, options.cols)
        note = set_look(options, key, value)
        return Answer("setting", [look_row(key)], _SETTINGS, notes=(note,))
    if key == "scoring":
        if value is not None:
            raise UsageError(
                f"scoring takes flags, not “{value}”", "config set scoring --weights 50/25/25"
            )
        return set_scoring(options)
    if given:
        flag = given[0].replace("_", "-")
        raise UsageError(f"--{flag} does nothing for {key}", f"config set scoring --{flag}")
    if key == "cache.days":
        return _set_cache_days(options, value)
    if key in (*BACKUP_KEYS, MOST):
        check_columns(_SETTINGS, options.cols)
        ctx, note = (set_most if key == MOST else partial(set_backup, key=key))(
            options, value=value
        )
        return Answer("setting", [_setting(ctx, key)], _SETTINGS, as_of=ctx.now, notes=(note,))
    if value is None:
        raise UsageError("DAY is missing", "write 2024-12-31, or live")
    return _set_clock(options, value)


def _set_schedule(options: Options, key: str, value: str | None) -> Answer:
    """Another schedule for a job."""
    if given := said(options):
        flag = given[0].replace("_", "-")
        raise UsageError(f"--{flag} does nothing for {key}", f"config set scoring --{flag}")
    check_columns(_SETTINGS, options.cols)
    ctx, note = set_schedule(options, key, value)
    return Answer("setting", [schedule_row(ctx, key)], _SETTINGS, as_of=ctx.now, notes=(note,))


def _set_cache_days(options: Options, value: str | None) -> Answer:
    """How many days a kept look stays that nobody asks for."""
    from bellbuoy.services import cache

    if value is None:
        raise UsageError("DAYS is missing", "config set cache.days 7")
    check_columns(_SETTINGS, options.cols)
    days = types.count(value)
    ctx = open_present(options)
    if options.dry_run:
        note = f"a dry run: it would be {counted(days, 'day')}; it is {cache.lifetime(ctx):,}"
    else:
        before = cache.set_lifetime(ctx, days)
        note = f"it was {before:,}" if before != days else "nothing changed"
    row = _setting(ctx, "cache.days")
    return Answer("setting", [row], _SETTINGS, as_of=ctx.now, notes=(note,))


def _set_clock(options: Options, value: str) -> Answer:
    """The clock; everyone is scored again, here or by the worker."""
    from bellbuoy.services import integrations, settings

    key = "clock"
    check_columns(_SETTINGS, options.cols)
    ctx = open_present(options)
    clock = settings.frozen_at(ctx, value)
    if options.dry_run:
        now = clock_text(ctx.info.clock)
        note = f"a dry run: the clock would be {clock_text(clock)}; it is {now}"
        return Answer("setting", [_setting(ctx, key)], _SETTINGS, as_of=ctx.now, notes=(note,))
    if clock == ctx.info.clock and not integrations.scores_wait(ctx):
        return Answer(
            "setting",
            [_setting(ctx, key)],
            _SETTINGS,
            as_of=ctx.now,
            notes=("nothing changed",),
        )
    ctx = settings.set_clock(ctx, clock)
    if worker_serves(ctx):
        note = "the worker scores everyone again now"
    else:
        note = f"scored again: {counted(rescore(ctx, options), *STAND)}"
    return Answer("setting", [_setting(ctx, key)], _SETTINGS, as_of=ctx.now, notes=(note,))


def path(options: Options) -> Answer:
    """Where Bellbuoy looks and writes; nothing is made."""
    found = {
        "store": shown_address(options.store or paths.default_store()),
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
        arguments=(Arg("key", "clock, look.theme, … or job.NAME.every; without: all",
                       optional=True),),
    ),
    Command(
        noun="config",
        verb="list",
        summary="all settings, or what the environment says; secrets are not shown",
        examples=("bellbuoy config list", "bellbuoy config list --env --json"),
        function=list_,
        arguments=(Arg("env", "the variables that are heeded", "flag"),),
        columns=(*_SETTINGS, *(each for each in ENVIRONMENT if each.key not in _BOTH)),
    ),
    Command(
        noun="config",
        verb="set",
        summary="set the store clock, or the health formula after a look at who moves",
        examples=(
            "bellbuoy config set clock 2024-12-31",
            "bellbuoy config set scoring --weights 50/25/25 --dry-run",
        ),
        function=set_,
        arguments=(
            Arg("key", "clock, scoring, cache.days, look.theme … or job.NAME.every"),
            Arg("value", "clock: 2024-12-31 or live; every: a cron line", metavar="VALUE",
                optional=True),
            *FLAGS,
        ),
        takes=("source", "wait"),
        writes=True,
        columns=(*_SETTINGS, *MOVES, *CHANGE),
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

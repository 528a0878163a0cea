"""Settings of the store that a person changes: its clock, its health formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.folded import refuse_folded
from core.health.formula import checked, differences
from core.health.types import HealthConfig
from core.store.types import ClockSetting
from core.values.errors import ConflictError, UsageError
from core.values.instants import day_end, iso, local_day, parse_day, to_micros
from storage.audit.actor import Actor
from storage.health.config import current_config
from storage.health.formulas import anything_scored
from storage.store.reads import clock_text, settings

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def actor_of(ctx: Context) -> Actor:
    """The viewer as the actor of a change, at the store's time."""
    return Actor(ctx.viewer.name, ctx.viewer.role, ctx.trace_id, to_micros(ctx.present))


@service("store:clock", writes=True)
def set_clock(ctx: Context, clock: ClockSetting) -> Context:
    """Set the store clock; the context with it. Every score is due again. Raises
    NoDataError for a day whose window reaches into months that have no single days."""
    from storage.audit.writes import Change
    from storage.health.marks import mark_everyone
    from storage.store.writes import put_setting

    text = clock_text(clock)
    with ctx.store.unit() as unit:
        if clock.instant is not None:
            # Yesterday as well: history is made up to it.
            refuse_folded(unit, local_day(clock.instant, ctx.zone) - 1)
        before = settings(unit).get("clock", "live")
        if before != text:
            change = Change(unit, actor_of(ctx), "store.clock", "clock")
            change.watch("setting", ["clock"], usual={"value": before})
            put_setting(unit, "clock", text)
            mark_everyone(unit, "clock")
            change.close()
    return replace(ctx, info=replace(ctx.info, clock=clock))


def frozen_at(ctx: Context, day_or_moment: str) -> ClockSetting:
    """A clock that stands at the end of a day, or at an instant; `live` lets it
    run again."""
    if day_or_moment == "live":
        return ClockSetting("live")
    try:
        if len(day_or_moment) == 10:
            moment = day_end(parse_day(day_or_moment), ctx.zone)
        else:
            moment = datetime.fromisoformat(day_or_moment)
            if moment.tzinfo is None:
                raise ValueError
    except ValueError:
        raise UsageError(
            f"“{day_or_moment}” is no day or instant", "write 2024-12-31, or live"
        ) from None
    return ClockSetting("frozen", instant=moment)


def clock_words(ctx: Context) -> str:
    """The clock as row 2 shows it; empty while it is live."""
    clock = ctx.info.clock
    if clock.mode == "live":
        return ""
    if clock.mode == "shifted":
        return f"clock shifted {clock.seconds:+d} s"
    assert clock.instant is not None
    return f"clock {iso(clock.instant)[:10]}"


@service("health:configure", writes=True)
def set_formula(
    ctx: Context, config: HealthConfig, *, expect: str | None = None
) -> HealthConfig:
    """Put a formula in force under the next version name; scores are due again.
    The same formula as before changes nothing.

    Raises UsageError for one that does not hold (`core.health.formula.checked`),
    ConflictError where the one in force is no longer the version `expect`.
    """
    from storage.audit.writes import Change

    config = checked(config)
    with ctx.store.unit() as unit:
        before = current_config(unit)
        if expect is not None and before.version != expect:
            raise ConflictError(
                f"the formula is {before.version} by now, no longer {expect}",
                "look at the preview again",
            )
        if replace(config, version=before.version) == before:
            return before
        following = replace(config, version=next_version(before.version))
        change = Change(unit, actor_of(ctx), "health.configure", following.version)
        change.watch("setting", ["health.config"], usual={"value": before.version})
        put_in_force(ctx, unit, before, following)
        change.close({"changed": differences(before, following)})
    return following


def put_in_force(
    ctx: Context, unit: Unit, before: HealthConfig, following: HealthConfig
) -> None:
    """The formula of a new name, from now on; every score is due again."""
    from storage.health.marks import drop_past_views, mark_everyone
    from storage.health.writes import keep_config, put_config

    keep_config(unit, before, 0)
    # Where nothing has been scored yet, it counts from the beginning.
    since = to_micros(ctx.present) if anything_scored(unit) else 0
    put_config(unit, following, since)
    mark_everyone(unit, "formula")
    drop_past_views(unit, 0)


def next_version(version: str) -> str:
    """The name of the formula behind a version: `health/3` behind `health/2`."""
    name, _, number = version.rpartition("/")
    return f"{name}/{int(number) + 1}"

"""Days of the whole base as rows."""

from __future__ import annotations

from bellbuoy.commands.columns import Column, Json, money, number
from bellbuoy.commands.to_json import record, to_json
from core.analytics.types import BaseUsageDay, HealthDay, Movement
from core.health.types import TIERS
from core.values.instants import day_text

Row = dict[str, Json]


def tenths(value: float | None) -> str:
    """A figure with one decimal; nothing for null."""
    return "" if value is None else f"{round(value, 1) + 0.0:,.1f}"


def _mean(key: str, title: str) -> Column:
    return Column(key, title, "right", tenths)


HEALTH_DAYS = (
    Column("day", "day", fixed=True),
    _mean("mean", "mean"),
    _mean("median", "median"),
    _mean("weighted_mean", "by ARR"),
    number("scored", "scored"),
    *(number(tier, tier.replace("_", " ")) for tier in TIERS),
    number("clients", "clients"),
    money("arr", "ARR", extra=True),
)
USAGE_DAYS = (
    Column("day", "day", fixed=True),
    number("calls", "calls"),
    _mean("average_calls", "7 d mean"),
    number("logins", "logins"),
    _mean("average_logins", "7 d mean"),
    Column("partial", "so far", render=lambda value: "so far" if value else ""),
)


def health_row(day: HealthDay) -> Row:
    """The day's figures and a count a tier; all null for a day that is not known.
    `arr` is in the base currency."""
    if not day.known:
        keys = [column.key for column in HEALTH_DAYS if column.key != "day"]
        return {"day": day_text(day.day), **dict.fromkeys(keys)}
    return {
        "day": day_text(day.day),
        "mean": day.mean,
        "median": day.median,
        "weighted_mean": day.weighted_mean,
        "scored": day.scored,
        **{tier: day.tiers[tier] for tier in TIERS},
        "clients": day.clients,
        "arr": to_json(day.arr),
    }


def usage_row(day: BaseUsageDay) -> Row:
    """`partial`: the day is still going on; averages are of 7 full days."""
    return record(day)


def movement_json(moved: Movement) -> Row:
    return record(moved)

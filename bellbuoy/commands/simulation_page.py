"""What a simulation would do: as rows, and as a page of tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.tier_moves import tier_matrix
from bellbuoy.commands.to_json import record
from core.health.types import TierMove
from core.simulations.types import Band, Bands, ClientEffect, Preview, Rings, Side
from core.values.counting import counted
from core.values.money import Money, show_money
from core.values.text import safe_text

PREVIEW = tuple(
    Column(key, key)
    for key in (
        "what run seed values at clients touched rescored moved before after moves written"
        " points largest rings simulated"
    ).split()
)
"""The keys of the one JSON record."""
BANDS = tuple(Column(key, key) for key in "what values at clients before seeds bands".split())
_SIDES = (
    Column("what", ""),
    Column("before", "now", "right"),
    Column("after", "then", "right"),
    Column("change", "change", "right"),
)
_PARTS = (Column("label", "points by part"), Column("points", "change", "right"))
_LARGEST = (
    Column("id", "id", fixed=True),
    Column("name", "client"),
    Column("score", "score", "right"),
    Column("tier", "tier", fixed=True),
    Column("arr", "ARR", "right"),
)
_RINGS = (
    Column("rule", "rule", fixed=True),
    Column("severity", "severity"),
    number("alerts", "alerts"),
    number("clients", "clients"),
    Column("held", "held back, never sent"),
)
_BAND = (
    Column("figure", "figure", fixed=True),
    Column("before", "now", "right"),
    Column("low", "least", "right"),
    Column("p10", "p10", "right"),
    Column("median", "median", "right"),
    Column("p90", "p90", "right"),
    Column("high", "most", "right"),
)


def preview_json(found: Preview) -> dict[str, Json]:
    """The whole preview as one record."""
    row: dict[str, Json] = {
        **record(found),
        "clients": found.before.clients,
        "moved": moved(found),
        "before": side_json(found.before),
        "after": side_json(found.after),
    }
    return {column.key: row[column.key] for column in PREVIEW}


def side_json(side: Side) -> dict[str, Json]:
    """A side, with the average that follows from it."""
    return {**record(side), "average": side.average}


def moved(found: Preview) -> int:
    """How many clients change tier."""
    return sum(move.clients for move in found.moves if move.before != move.after)


def preview_text(found: Preview, options: Options) -> tuple[str, ...]:
    """The page: what is written, both sides, who moves, the parts, the largest."""
    return blocks(
        "\n".join(_head(found)),
        section(_sides(found), _SIDES, options),
        tier_matrix(found.moves, "clients", _clients, options),
        section(_parts(found), _PARTS, options),
        _named(found.largest, options),
        _ringing(found.rings, options),
    )


def _clients(move: TierMove) -> str:
    return f"{move.clients:,}"


def _head(found: Preview) -> list[str]:
    values = ", ".join(f"{name} {value:,}" for name, value in found.values.items())
    chance = "" if found.seed is None else f" · seed {found.seed}"
    lines = [safe_text(f"{found.what}{' · ' if values else ''}{values}{chance}")]
    clients, written = found.before.clients, found.written
    lines.append(
        f"clients {clients:,}: touched {found.touched:,}, with another score"
        f" {found.rescored:,}, in another tier {moved(found):,}"
    )
    facts = [
        (f"{written.incidents:,}", "incident", " opened"),
        (f"{written.calls:+,}", "call", ""),
        (f"{written.logins:+,}", "login", ""),
        (f"{written.settled:,}", "client", " whose incidents end or stop counting"),
        (f"{written.repriced:,}", "client", " whose subscriptions change"),
    ]
    told = [
        f"{many} {noun}{'' if many.strip('+-') == '1' else 's'}{what}"
        for many, noun, what in facts
        if many.strip("+-") != "0"
    ]
    lines.append(f"computed, nothing is written: {', '.join(told) or 'no facts'}")
    return lines


def _sides(found: Preview) -> list[dict[str, Json]]:
    """A `~` behind what runs in force have moved already."""
    before, after = found.before, found.after
    named = [("health", _row("average health", before.average, after.average))]
    many = _whole("open incidents", before.open_incidents, after.open_incidents)
    named.append(("incidents", many))
    for name, title, read in (("arr", "ARR", _arr), ("at_risk", "ARR at risk", _at_risk)):
        was, now = dict(_minor(read(before))), dict(_minor(read(after)))
        named += [
            (name, _money(title, currency, was.get(currency, 0), now.get(currency, 0)))
            for currency in sorted(was | now)
        ]
    return [
        {**row, "before": f"{row['before']}~"} if name in found.simulated else row
        for name, row in named
    ]


def _arr(side: Side) -> Sequence[Money]:
    return side.arr


def _at_risk(side: Side) -> Sequence[Money]:
    return side.at_risk


def _minor(amounts: Sequence[Money]) -> list[tuple[str, int]]:
    return [(each.currency, each.minor) for each in amounts]


def _row(what: str, was: float | None, now: float | None) -> dict[str, Json]:
    change = "" if was is None or now is None else f"{now - was:+.2f}"
    return {"what": what, "before": _figure(was), "after": _figure(now), "change": change}


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _whole(what: str, was: int, now: int) -> dict[str, Json]:
    return {
        "what": what,
        "before": f"{was:,}",
        "after": f"{now:,}",
        "change": f"{now - was:+,}",
    }


def _money(title: str, currency: str, was: int, now: int) -> dict[str, Json]:
    def shown(minor: int) -> str:
        return show_money(Money(minor, currency))

    sign = "+" if now >= was else ""
    return {
        "what": title, "before": shown(was), "after": shown(now),
        "change": f"{sign}{shown(now - was)}",
    }  # fmt: skip


def _parts(found: Preview) -> list[dict[str, Json]]:
    rows: list[dict[str, Json]] = [
        {"label": part.label, "points": f"{part.points:+,}"} for part in found.points.parts
    ]
    rows.append({"label": "all scores together", "points": f"{found.points.total or 0:+,}"})
    return rows


def _named(largest: Sequence[ClientEffect], options: Options) -> str:
    rows: list[dict[str, Json]] = [
        {
            "id": each.key,
            "name": each.name,
            "score": _step(_score(each.score), _score(each.score_after)),
            "tier": _step(tier_words(each.tier), tier_words(each.tier_after)),
            "arr": _step(_sum(each.arr), _sum(each.arr_after)),
        }
        for each in largest
    ]
    return f"Largest changes\n{section(rows, _LARGEST, options)}" if rows else ""


def _ringing(rings: Sequence[Rings], options: Options) -> str:
    """The rules that would ring, and what would be sent for each if this were real."""
    rows: list[dict[str, Json]] = [
        {
            "rule": each.rule,
            "severity": each.severity,
            "alerts": each.alerts,
            "clients": each.clients,
            "held": ", ".join(f"{held.deliveries:,} {held.channel}" for held in each.held),
        }
        for each in rings
    ]
    return f"Rules that would ring\n{section(rows, _RINGS, options)}" if rows else ""


def _step(was: str, now: str) -> str:
    return now if was == now else f"{was} → {now}"


def _score(score: int | None) -> str:
    return "none" if score is None else str(score)


def _sum(amounts: Sequence[Money]) -> str:
    return ", ".join(show_money(amount) for amount in amounts) or "none"


def bands_json(found: Bands) -> dict[str, Json]:
    """All bands as one record, with the figures of each seed."""
    row: dict[str, Json] = {
        **record(found),
        "clients": found.before.clients,
        "before": side_json(found.before),
        "seeds": [{"seed": each.seed, "after": side_json(each.after)} for each in found.seeds],
    }
    return {column.key: row[column.key] for column in BANDS}


def bands_text(found: Bands, options: Options) -> tuple[str, ...]:
    """The page: each figure now, and over all seeds."""
    first, last = found.seeds[0].seed, found.seeds[-1].seed
    head = (
        f"{safe_text(found.what)} · {len(found.seeds):,} seeds, {first} to {last} ·"
        f" {counted(found.before.clients, 'client')}\ncomputed, nothing is written"
    )
    return blocks(head, section([_band(each) for each in found.bands], _BAND, options))


def _band(band: Band) -> dict[str, Json]:
    show = _shown(band.unit)
    titles = {"health": "average health", "arr": "ARR", "at_risk": "ARR at risk"}
    return {
        "figure": titles.get(band.figure, band.figure.upper()),
        **{key: show(value) for key, value in (
            ("before", band.before), ("low", band.low), ("p10", band.p10),
            ("median", band.median), ("p90", band.p90), ("high", band.high),
        )},
    }  # fmt: skip


def _shown(unit: str) -> Callable[[Any], str]:
    if unit == "hundredths":
        return lambda value: f"{value / 100:.2f}"
    currency = unit.removeprefix("minor ")
    return lambda value: show_money(Money(value, currency))


SCENARIO = (
    Column("id", "scenario", fixed=True),
    Column("title", "title"),
    Column("about", "what happens"),
    Column("says", "what a run writes", extra=True),
    Column("parameters", "parameters", extra=True,
           render=lambda value: ", ".join(_parameter(each) for each in value)),
)  # fmt: skip
PARAMETER = (
    Column("name", "parameter", fixed=True),
    number("default", "default"),
    number("low", "least"),
    number("high", "most"),
    Column("unit", "unit"),
    Column("meaning", "what it is"),
)


def _parameter(each: dict[str, Any]) -> str:
    return f"{each['name']} {each['default']}{each['unit']}"

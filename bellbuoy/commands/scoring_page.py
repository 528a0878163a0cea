"""What another formula would do: as JSON, as rows, and as a page of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bellbuoy.commands.columns import Column, Json, money, number, tier
from bellbuoy.commands.formula_rows import formula_row
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.tier_moves import tier_matrix
from bellbuoy.commands.to_json import to_json
from core.health.types import (
    BaseStanding,
    FormulaPreview,
    ScoreMove,
    TierMove,
)
from core.values.counting import counted
from core.values.money import Money, show_money
from core.values.text import safe_text

CHANGE = tuple(
    Column(key, key)
    for key in (
        "version proposed applied formula changes clients waiting rescored moved moved_arr"
        " moves before after largest"
    ).split()
)
"""The keys of the one JSON record."""
MOVES = (
    tier("from", "from"),
    tier("to", "to"),
    number("clients", "clients"),
    Column("arr", "ARR", "right"),
)
_LARGEST = (
    Column("id", "id", fixed=True),
    Column("name", "client"),
    Column("score", "score", "right"),
    Column("tier", "tier", fixed=True),
    money("arr", "ARR"),
)
_SIDES = (
    Column("what", ""),
    Column("before", "before", "right"),
    Column("after", "after", "right"),
)
_MONEY_TABLES = 3


def change_json(found: FormulaPreview, *, applied: bool) -> dict[str, Json]:
    """The whole preview as one record; `formula` is what --from reads."""
    row = formula_row(found.proposed)
    return {
        "version": found.config.version,
        "proposed": found.proposed.version,
        "applied": applied,
        "formula": row,
        "changes": list(changes(found)),
        "clients": found.clients,
        "waiting": found.waiting,
        "rescored": found.rescored,
        "moved": found.moved,
        "moved_arr": to_json(found.moved_arr),
        "moves": moves_rows(found),
        "before": to_json(found.before),
        "after": to_json(found.after),
        "largest": [_largest_json(move) for move in found.largest],
    }


def moves_rows(found: FormulaPreview) -> list[dict[str, Json]]:
    """A row for each pair of tiers; ARR is a list, an entry a currency."""
    return [
        {
            "from": move.before,
            "to": move.after,
            "clients": move.clients,
            "arr": to_json(move.arr),
        }
        for move in found.moves
    ]


def changes(found: FormulaPreview) -> tuple[str, ...]:
    """What the formula says otherwise: `weights 40/30/30 → 50/25/25`."""
    from bellbuoy.services import formula

    return formula.differences(found.config, found.proposed)


def change_text(found: FormulaPreview, options: Options) -> tuple[str, ...]:
    """The page: what changes, who moves, before and after, the largest changes."""
    return blocks(
        _head(found),
        _counted(found, options),
        *(_amounts(found, code, options) for code in _currencies(found)[:_MONEY_TABLES]),
        section(_sides(found), _SIDES, options),
        _named(found, options),
    )


def moved_words(found: FormulaPreview) -> str:
    """`12 of 1,000 clients change tier, $1,234 of ARR; 753 get another score`"""
    if not found.clients:
        return "no clients yet: nobody moves"
    verb = "changes" if found.moved == 1 else "change"
    arr = ", ".join(show_money(amount) for amount in found.moved_arr)
    of_arr = f", {arr} of ARR" if arr else ""
    gets = "gets" if found.rescored == 1 else "get"
    return (
        f"{found.moved:,} of {found.clients:,} clients {verb} tier{of_arr};"
        f" {found.rescored:,} {gets} another score"
    )


def _head(found: FormulaPreview) -> str:
    said = safe_text("; ".join(changes(found)), 2000) or "no change"
    lines = [f"{found.proposed.version} instead of {found.config.version}: {said}"]
    lines.append(moved_words(found))
    if found.waiting:
        waiting = counted(
            found.waiting, "client waits for its score", "clients wait for their score"
        )
        lines.append(f"{waiting}: what is stored of them is older")
    return "\n".join(lines)


def _counted(found: FormulaPreview, options: Options) -> str:
    def cell(move: TierMove) -> str:
        return f"{move.clients:,}"

    return tier_matrix(found.moves, "clients", cell, options)


def _amounts(found: FormulaPreview, currency: str, options: Options) -> str:
    def cell(move: TierMove) -> str:
        amount = next((each.minor for each in move.arr if each.currency == currency), 0)
        return show_money(Money(amount, currency)) if amount else "0"

    return tier_matrix(found.moves, f"ARR {currency}", cell, options)


def _currencies(found: FormulaPreview) -> list[str]:
    return sorted({amount.currency for move in found.moves for amount in move.arr})


def _sides(found: FormulaPreview) -> list[dict[str, Json]]:
    before, after = found.before, found.after
    rows = [
        ("average score", _figure(before.average, 2), _figure(after.average, 2)),
        ("median score", _figure(before.median, 1), _figure(after.median, 1)),
        ("ARR at risk", _sum(before.at_risk), _sum(after.at_risk)),
        ("share of all ARR", _share(before), _share(after)),
    ]
    for was, now in zip(before.ends, after.ends, strict=True):
        rows.append((f"{was.component} at 0", _part(was.at_0, was), _part(now.at_0, now)))
        rows.append((f"{was.component} at 100", _part(was.at_100, was), _part(now.at_100, now)))
    return [
        {"what": what, "before": was, "after": now} for what, was, now in rows if was or now
    ]


def _figure(value: float | None, places: int) -> str:
    return "none" if value is None else f"{value:.{places}f}"


def _sum(amounts: Sequence[Money]) -> str:
    return ", ".join(show_money(amount) for amount in amounts) or "none"


def _share(side: BaseStanding) -> str:
    return "" if side.at_risk_share is None else f"{100 * side.at_risk_share:.1f}%"


def _part(same: int, ends: Any) -> str:
    """`184, 18.4%`, and a sign where that is too many to tell clients apart."""
    if not ends.clients:
        return "none"
    mark = " saturated" if same * 5 > ends.clients * 4 else ""
    return f"{same:,}, {100 * same / ends.clients:.1f}%{mark}"


def _largest_json(move: ScoreMove) -> dict[str, Json]:
    return {
        "id": move.key,
        "name": move.name,
        "score_before": move.score_before,
        "score_after": move.score_after,
        "tier_before": move.tier_before,
        "tier_after": move.tier_after,
        "arr": to_json(move.arr),
    }


def _named(found: FormulaPreview, options: Options) -> str:
    rows: list[dict[str, Json]] = [
        {
            "id": move.key,
            "name": move.name,
            "score": f"{_score(move.score_before)} → {_score(move.score_after)}",
            "tier": _tiers(move),
            "arr": to_json(move.arr),
        }
        for move in found.largest
    ]
    return f"Largest changes\n{section(rows, _LARGEST, options)}" if rows else ""


def _score(score: int | None) -> str:
    return "none" if score is None else str(score)


def _tiers(move: ScoreMove) -> str:
    if move.tier_before == move.tier_after:
        return tier_words(move.tier_after)
    return f"{tier_words(move.tier_before)} → {tier_words(move.tier_after)}"

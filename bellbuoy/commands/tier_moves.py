"""Who goes from which tier to which, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.health_rows import tier_words
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import section
from core.health.types import TIERS, TierMove, in_tier


def tier_matrix(
    moves: Sequence[TierMove],
    title: str,
    cell: Callable[[TierMove], str],
    options: Options,
) -> str:
    """From tiers down, to tiers across; both edges are the totals. Empty for nobody."""
    shown = [
        tier
        for tier in TIERS
        if in_tier(moves, tier).clients or in_tier(moves, tier, after=True).clients
    ]
    cells = {(move.before, move.after): cell(move) for move in moves}
    columns = [Column("from", title, fixed=True)]
    columns += [Column(to, f"to {tier_words(to)}", "right") for to in shown]
    columns.append(Column("today", "today", "right"))
    rows: list[dict[str, Json]] = [
        {
            "from": tier_words(was),
            **{to: cells[was, to] for to in shown},
            "today": cell(in_tier(moves, was)),
        }
        for was in shown
    ]
    then: dict[str, Json] = {to: cell(in_tier(moves, to, after=True)) for to in shown}
    rows.append({"from": "then", **then})
    return section(rows, columns, options) if shown else ""

"""Figures of an effect that several screens tell."""

from __future__ import annotations

from core.health.types import Tier
from core.simulations.types import Preview

AT_RISK: tuple[Tier, ...] = ("at_risk", "critical")


def in_tier(found: Preview, tier: Tier, *, after: bool) -> int:
    """How many clients are in a tier, before or after."""
    return sum(
        move.clients for move in found.moves if (move.after if after else move.before) == tier
    )


def at_risk(found: Preview, *, after: bool) -> int:
    """How many are at risk or critical."""
    return sum(in_tier(found, tier, after=after) for tier in AT_RISK)


def signed(by: int, shown: str) -> str:
    """An amount with the sign of its change."""
    return f"{'−' if by < 0 else '+'}{shown}"


def scores_change(many: int) -> str:
    """`1 score changes`, `24 scores change`."""
    return "1 score changes" if many == 1 else f"{many:,} scores change"

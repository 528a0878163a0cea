"""The radar before and after, side by side: the clients that move most, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.health.types import TIER_WORDS, Tier
from core.simulations.types import ClientEffect
from core.values.money import Money, show_short
from core.values.text import fit, safe_text
from tui.lines import Piece, beside, line, said
from tui.look import ScreenLook
from tui.palette import ROLE_OF

WIDE = 160
"""Cells of a screen from which on it stands beside what else is told."""
_ROOM = 72
_SCORE, _TIER, _CHANGE, _ARR = 5, 11, 7, 9
_LEAST_NAME, _LONGEST_NAME = 8, 40
_FIXED = 2 + 2 * (_SCORE + 1 + _TIER) + 3 + _CHANGE + _ARR


def with_radars(
    left: Sequence[Text], radars: Sequence[Text], look: ScreenLook, width: int
) -> list[Text]:
    """What is told in `left_width` cells, and both radars at its right."""
    return beside(left, radars, left_width(width), look, width)


def left_width(width: int) -> int:
    """Cells for what stands at the left of both radars."""
    return width - radar_width(width) - 1


def radar_width(width: int) -> int:
    return max(_ROOM, width // 2)


def both_radars(
    moved: Sequence[ClientEffect] | None,
    titles: tuple[str, str],
    look: ScreenLook,
    width: int,
    mark: str = "",
) -> list[Text]:
    """A line a client, who moves most first: score and tier on either side, the change,
    and the ARR after; `mark` stands behind what is simulated."""
    if moved is None:
        return said("Both radars are being read", "muted", look, width)
    if not moved:
        return said("Nobody's score or money moves", "muted", look, width)
    name = max(_LEAST_NAME, min(_LONGEST_NAME, width - _FIXED))
    heads = (
        fit("CLIENT", name),
        *(f"{title:<{_SCORE + 1 + _TIER}}" for title in titles),
    )
    head = f" {heads[0]} {heads[1]} {look.glyphs.bar} {heads[2]}{'CHANGE':>{_CHANGE}}"
    lines = [line([(f"{head}{'ARR':>{_ARR}}", "header")], look, width)]
    return lines + [_row(each, name, look, width, mark) for each in _ordered(moved)]


def _ordered(moved: Sequence[ClientEffect]) -> list[ClientEffect]:
    return sorted(moved, key=lambda each: (-_far(each), each.key))


def _far(each: ClientEffect) -> int:
    """Whoever begins or ceases to have a score comes first."""
    if each.score is None or each.score_after is None:
        return 0 if each.score == each.score_after else 101
    return abs(each.score_after - each.score)


def _row(each: ClientEffect, name: int, look: ScreenLook, width: int, mark: str) -> Text:
    words = look.glyphs.words
    pieces: list[Piece] = [
        (f" {fit(safe_text(each.name), name, ellipsis=look.glyphs.ellipsis)} ", ""),
        *_side(each.score, each.tier, "", look),
        (f" {look.glyphs.bar} ", "border"),
        *_side(each.score_after, each.tier_after, mark, look),
        (f"{words(_change(each)):>{_CHANGE}}", ROLE_OF["down" if _falls(each) else "up"]),
        (f"{_money(each.arr_after, mark):>{_ARR}}", ""),
    ]
    return line(pieces, look, width)


def _side(score: int | None, tier: Tier, mark: str, look: ScreenLook) -> list[Piece]:
    told = "none" if score is None else f"{score}{mark}"
    pad = "" if mark or score is None else " "
    tiers = look.glyphs.words(TIER_WORDS[tier])
    return [(f"{told + pad:>{_SCORE}} ", ROLE_OF[tier]), (f"{tiers:<{_TIER}}", ROLE_OF[tier])]


def _change(each: ClientEffect) -> str:
    if each.score is None or each.score_after is None:
        return "new" if each.score is None else "gone"
    return f"{each.score_after - each.score:+d}".replace("-", "−")


def _falls(each: ClientEffect) -> bool:
    return (each.score_after or 0) < (each.score or 0)


def _money(amounts: Sequence[Money], mark: str) -> str:
    return " ".join(f"{show_short(money)}{mark}" for money in amounts[:1]) or "none"

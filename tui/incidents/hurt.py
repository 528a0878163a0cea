"""Whom an incident hurts: a line a client, and what it comes to."""

from __future__ import annotations

from rich.text import Text

from core.health.types import TIER_WORDS
from core.incidents.types import AffectedClient, IncidentDetail
from core.values.counting import counted
from core.values.money import show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.clients.incident_facts import renew_words
from tui.clients.incident_words import stake_mark
from tui.lines import Piece, line, rule
from tui.look import ScreenLook
from tui.palette import ROLE_OF, Role

_TIER, _HEALTH, _POINTS, _ARR, _RENEWS, _OWNER = 11, 6, 6, 8, 7, 8
_LEAST_NAME = 8
Title = tuple[str, int]
_TITLES: tuple[Title, ...] = (
    ("TIER", _TIER), ("HEALTH", _HEALTH), ("COST", _POINTS), ("ARR", _ARR),
    ("RENEWS", _RENEWS), ("OWNER", _OWNER),
)  # fmt: skip
_WORDS = dict(TIER_WORDS)


def hurt_head(look: ScreenLook, width: int) -> Text:
    """The titles of the columns that fit."""
    room, shown = _room(width)
    titles = "".join(f" {fit(title, size, right=_right(title))}" for title, size in shown)
    return line([(f"   {fit('CLIENT', room)}{titles}", "header")], look, width)


def hurt_line(client: AffectedClient, look: ScreenLook, width: int) -> Text:
    """Name, tier, health, the points that the incident takes, ARR, days to the
    renewal, owner; what does not fit is left out from the right."""
    g = look.glyphs
    room, shown = _room(width)
    tier = client.tier or "unknown"
    role: Role = ROLE_OF.get(tier, "")
    mark = "~" if client.simulated else ""
    told: dict[str, Piece] = {
        "TIER": (_WORDS.get(tier, tier), role),
        "HEALTH": ("-" if client.health is None else f"{client.health}{mark}", role),
        "COST": (g.words(_cost(client, mark)), "at_risk" if client.points else "muted"),
        "ARR": ("-" if client.arr is None else f"{show_short(client.arr)}{mark}", ""),
        "RENEWS": _renews(client, look),
        "OWNER": (safe_text(client.owner or "nobody"), "" if client.owner else "muted"),
    }
    name = fit(safe_text(client.name), room, ellipsis=g.ellipsis)
    pieces: list[Piece] = [("   ", ""), (name, "")]
    for title, size in shown:
        words, as_role = told[title]
        cell = fit(words, size, right=_right(title), ellipsis=g.ellipsis)
        pieces.append((f" {cell}", as_role))
    return line(pieces, look, width)


def hurt_foot(detail: IncidentDetail, look: ScreenLook, width: int) -> list[Text]:
    """What they pay together, what they lose of their health, who of them renews."""
    lost = [each.points for each in detail.affected if each.points is not None]
    arr = " and ".join(show_money(money) for money in detail.arr) or "no ARR"
    mark = stake_mark(detail.incident, detail)
    words = [
        counted(len(detail.affected), "client"),
        f"{arr}{mark if detail.arr else ''}",
        f"{sum(lost):,}{mark} point{'' if sum(lost) == 1 else 's'} of health in all",
        renew_words(detail.renewing, "within 90 days"),
    ]
    dot = look.glyphs.words(" · ")
    return [rule(look, width), line([(f" {dot.join(words)}", "")], look, width)]


def _cost(client: AffectedClient, mark: str) -> str:
    if client.points is None:
        return "-"
    return f"−{client.points}{mark}" if client.points else f"0{mark}"


def _renews(client: AffectedClient, look: ScreenLook) -> Piece:
    if client.renews is None:
        return "-", "muted"
    days = client.renews - look.today
    return f"{days:,}d", "at_risk" if 0 <= days <= 90 else ""


def _right(title: str) -> bool:
    return title in ("HEALTH", "COST", "ARR", "RENEWS")


def _room(width: int) -> tuple[int, tuple[Title, ...]]:
    """Cells for the name, and the columns that fit beside it."""
    shown = _TITLES
    while shown and width - 3 - _wide(shown) < max(_LEAST_NAME, width // 4):
        shown = shown[:-1]
    return max(1, width - 3 - _wide(shown)), shown


def _wide(shown: tuple[Title, ...]) -> int:
    return sum(size + cells(" ") for _, size in shown)

"""The columns of client lists, as data: the radar's, and those of all clients.

At 80 cells the radar's fill a line exactly. Numbers stand one cell in from the
right end of their titles; that cell carries `~` where a score is partial.
"""

from __future__ import annotations

from collections.abc import Callable

from core.clients.types import ClientRow
from core.health.types import TIER_WORDS
from core.values.instants import days_left_text
from core.values.money import Money, show_money, show_short
from core.values.text import cells, safe_text
from tui.charts.sparkline import CELLS, spark
from tui.glyphs import ASCII
from tui.palette import ROLE_OF, Look, Role
from tui.widgets.window_columns import Column

Cell = tuple[str, Role]
Columns = tuple[Column[ClientRow], ...]

_MONEY = 9
_RENEWS = 6
_DELTA = 4


def radar_columns(look: Look, today: int) -> Columns:
    """Client, tier, health, change, line, ARR, renewal, owner; wide: the top reason.

    `today` is the local day from which renewals are counted.
    """
    return (*_standing(look, today), _reason(look))


def client_columns(look: Look, today: int) -> Columns:
    """The radar's, and where there is room plan, last use and industry."""
    return (
        *_standing(look, today),
        _text("plan", "PLAN", 10, 8, lambda row: row.plan),
        Column("seen", "LAST SEEN", 9, 9, 9, "right", lambda row: _seen(row, today)),
        _text("industry", "INDUSTRY", 12, 10, lambda row: row.industry),
        _reason(look),
    )


def _standing(look: Look, today: int) -> Columns:
    change = "7D" if look.glyphs.name == ASCII.name else "Δ7D"
    return (
        Column("name", "CLIENT", 28, 15, 0, "left", _name),
        Column("tier", "TIER", 11, 11, 1, "left", _tier),
        Column("health", "HEALTH", 6, 6, 2, "right", _health),
        Column("delta7", change, _DELTA, _DELTA, 3, "right", _delta),
        Column("spark", " 30 DAYS", CELLS, CELLS, 6, "left", lambda row: _spark(row, look)),
        Column("arr", "ARR", _MONEY, _MONEY, 4, "right", _arr),
        Column(
            "renews", "RENEWS", _RENEWS, _RENEWS, 5, "right", lambda row: _renews(row, today)
        ),
        Column("owner", " OWN", 8, 8, 7, "left", _owner),
    )


def _reason(look: Look) -> Column[ClientRow]:
    def reason(row: ClientRow) -> Cell:
        return look.glyphs.words(safe_text(row.top_reason)), ""

    return Column("reason", "TOP REASON", 36, 30, 11, "left", reason, grow=True)


def _text(
    name: str, title: str, width: int, priority: int, value: Callable[[ClientRow], str | None]
) -> Column[ClientRow]:
    """A column of outside text; empty where there is none."""
    return Column(
        name,
        title,
        width,
        width,
        priority,
        "left",
        lambda row: (safe_text(value(row) or ""), ""),
    )


def _name(row: ClientRow) -> Cell:
    return safe_text(row.name), ""


def _tier(row: ClientRow) -> Cell:
    return TIER_WORDS[row.tier], ROLE_OF[row.tier]


def _health(row: ClientRow) -> Cell:
    if row.score is None:
        return "? ", ROLE_OF["unknown"]
    return f"{row.score}{'~' if row.partial else ' '}", ROLE_OF[row.tier]


def _delta(row: ClientRow) -> Cell:
    if row.delta7 is not None:
        return _one_in(f"{row.delta7:+d}", _DELTA), ROLE_OF[row.trend]
    return ("" if row.score is None else _one_in("new", _DELTA)), ROLE_OF["new"]


def _spark(row: ClientRow, look: Look) -> Cell:
    return spark(row.spark, look.glyphs), ""


def _arr(row: ClientRow) -> Cell:
    return money_cell(row.arr), ""


def money_cell(money: Money | None, room: int = _MONEY) -> str:
    """An amount in full where it fits into `room` cells, else in short."""
    full = show_money(money)
    return full if cells(full) <= room else show_short(money)


def _renews(row: ClientRow, today: int) -> Cell:
    if row.renews is None:
        return "", ""
    days = row.renews - today
    text = days_left_text(days)
    return _one_in(text if len(text) <= _RENEWS else f"{days}d", _RENEWS), ""


def _one_in(text: str, width: int) -> str:
    """A number one cell in from the right end, where it has the room."""
    return text if len(text) >= width else f"{text} "


def _owner(row: ClientRow) -> Cell:
    return (safe_text(row.owner), "") if row.owner else ("none", "muted")


def _seen(row: ClientRow, today: int) -> Cell:
    if row.last_seen is None:
        return "never", "muted"
    since = today - row.last_seen
    return ("today" if since <= 0 else f"{since}d ago"), ""

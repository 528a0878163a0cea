"""The latest transactions of a feed, as lines below its run."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.purchases.types import Purchase
from core.simulations.types import Run
from core.values.counting import counted
from core.values.money import show_money
from core.values.text import cells, fit, safe_text
from tui.lines import line, said
from tui.look import ScreenLook
from tui.palette import Role

LATEST = 10
_HEADS = ("TIME", "TRANSACTION", "CATEGORY", "AMOUNT", "AGE", "PLACE")
_WIDTHS = (8, 15, 12, 10, 6, 14)
_NARROW = 56
_FIRST = (0, 1, 3, 2)
"""Columns of a narrow pane, the most telling first."""
_RIGHT = 3
"""The column whose words stand at its right side."""


def feed_words(run: Run) -> str:
    """What a feed has written."""
    return f"wrote {counted(run.purchases, 'transaction')}"


def feed_lines(
    run: Run, came: Sequence[Purchase] | None, look: ScreenLook, width: int
) -> list[Text]:
    """The newest transactions of a feed, the newest first; None: not read yet."""
    if run.state == "undone":
        return said("What it had added was taken out", "muted", look, width)
    if came is None:
        return said("Transactions are being read", "muted", look, width)
    if not came:
        return said("No transaction has come in yet", "muted", look, width)
    return [_line(_HEADS, look, width, "header")] + [
        _line(_cells(each, look), look, width, "") for each in came[:LATEST]
    ]


def _cells(each: Purchase, look: ScreenLook) -> tuple[str, ...]:
    at = each.at.astimezone(look.zone)
    amount = show_money(each.amount, whole=False)
    return (f"{at:%H:%M:%S}", f"{each.key}~", each.category, amount, each.age_group, each.city)


def _line(row: Sequence[str], look: ScreenLook, width: int, role: Role) -> Text:
    places = range(len(_WIDTHS)) if width >= _NARROW else _FIRST
    told = " ".join(
        _cell(row[place], _WIDTHS[place], right=place == _RIGHT, look=look) for place in places
    )
    return line([(fit(f" {told}", width, ellipsis=look.glyphs.ellipsis), role)], look, width)


def _cell(value: str, room: int, *, right: bool, look: ScreenLook) -> str:
    text = fit(safe_text(value), room, ellipsis=look.glyphs.ellipsis).rstrip()
    pad = " " * max(0, room - cells(text))
    return pad + text if right else text + pad

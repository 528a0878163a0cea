"""Rows 1 and 2 in words: the front screens, who looks, the trail, how fresh it is."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.context import Context
from core.values.text import cells, safe_text
from tui.keymap import DEFAULT, Keymap
from tui.lines import Piece, pieces_width
from tui.local_time import LOCAL
from tui.registry import SCREENS

_NARROW = 72
_TIGHT = 80
_AROUND = 5
"""Cells around the last word of the left, between the sides, and at both ends."""
# The portfolio has a digit too, but no place in row 1.
_IN_ROW = ("1", "2", "3", "4")
_MINUTE = 60.0
_LONGEST_NAME = 20


def heading(
    ctx: Context, front: str, width: int, keys: Keymap = DEFAULT
) -> tuple[list[Piece], list[Piece]]:
    """Left: the front screens of this release, the open one in brackets. Right: user,
    role and clock, which in a frozen or shifted store shows the store's time."""
    left: list[Piece] = [("Bellbuoy ", "header")]
    for entry in SCREENS:
        if entry.front in _IN_ROW:
            label = f"{keys.label(entry.id)} {entry.title}".lstrip()
            is_open = entry.id == front
            left.append((f"[{label}]", "header") if is_open else (f" {label} ", "muted"))
    who = f"{safe_text(ctx.viewer.name, _LONGEST_NAME)} {safe_text(ctx.viewer.role)}"
    clock = ctx.present.astimezone(LOCAL).strftime("%H:%M")
    gap = "  " if width > _TIGHT else " "
    right: list[Piece] = [(f"{who}{gap}", "muted"), (clock, "")]
    if width >= _NARROW:
        elsewhere = front and all(e.id != front for e in SCREENS if e.front in _IN_ROW)
        words = f"{keys.label('go_to')} more".lstrip()
        if pieces_width([*left, *right]) + cells(words) + _AROUND > width:
            words = keys.label("go_to")
        left.append((f"[{words}]", "header") if elsewhere else (f" {words} ", "muted"))
    return left, right


def seconds_to_next_minute(ctx: Context) -> float:
    """When a running clock says something else."""
    now = ctx.present
    return _MINUTE - now.second - now.microsecond / 1_000_000


def trail(steps: Sequence[str], room: int) -> list[Piece]:
    """`Radar › At risk › Northwind Labs` in `room` cells: where it is too long the
    steps in the middle go, then all but the last."""
    safe = [safe_text(step) for step in steps]
    forms = [safe, [safe[0], "…", safe[-1]]] if len(safe) > 2 else [safe]
    fitting = (form for form in forms if cells(" › ".join(form)) <= room)
    shown = next(fitting, safe[-1:])
    pieces: list[Piece] = []
    for step in shown[:-1]:
        pieces += [(step, "muted"), (" › ", "muted")]
    return [*pieces, *((step, "header") for step in shown[-1:])]

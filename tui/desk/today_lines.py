"""The list of what to do now, and why its row under the cursor stands where it does."""

from __future__ import annotations

from rich.text import Text

from core.desk.types import Today, TodayRow
from core.values.contribution import Contribution
from core.values.counting import counted
from core.values.money import show_money, show_short
from core.values.text import cells, fit, safe_text
from tui.lines import Piece, ends, said
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line

_KEY = 7
_NAME = 24
_LEAST_NAME = 14
_ARR = 11
_SHORT = 6
_OWNER = 6
_WIDE = 120
_OWNERS = 70
"""Narrower lists leave the owner out: the reason is what a row is read for."""


def today_lines(found: Today, at: int, width: int, look: ScreenLook) -> list[Text]:
    """A line a row; the one `at` is pointed out."""
    if not found.rows:
        whose = safe_text(found.whose, 40) or "all clients"
        words = f"Nothing is due, and nobody waits: {whose}"
        return said(words, "", look, width)
    return [_row(row, n == at, width, look) for n, row in enumerate(found.rows)]


def _row(row: TodayRow, chosen: bool, width: int, look: ScreenLook) -> Text:
    g = look.glyphs
    room = _NAME if width >= _WIDE else _LEAST_NAME
    name = fit(safe_text(row.client_name), room, ellipsis=g.ellipsis)
    key = fit(safe_text(row.key), _KEY, ellipsis=g.ellipsis)
    what = safe_text(row.what if row.kind == "task" else row.why)
    why = f"{g.words(row.why.removeprefix('task '))}: " if row.kind == "task" else ""
    late = row.left is not None and row.left < 0
    wide = width >= _WIDE
    arr = "" if row.arr is None else show_money(row.arr) if wide else show_short(row.arr)
    owner = fit(safe_text(row.owner or "nobody"), _OWNER, ellipsis=g.ellipsis)
    left: list[Piece] = [
        (f"{key} ", "muted"),
        (f"{name} ", ""),
        (why, "error" if late else "accent"),
        (what if row.kind == "task" else g.words(what), ""),
    ]
    right: list[Piece] = [(f" {arr:>{_ARR if wide else _SHORT}}", "")]
    if width >= _OWNERS:
        right.insert(0, (f" {owner}", "muted"))
    return choice_line(left, right, chosen, look, width)


def why_lines(row: TodayRow, width: int, look: ScreenLook) -> list[Text]:
    """What the row is made of; its points are the sum."""
    whom = f"{row.key}: {row.client_name}"
    total: list[Piece] = [(f"{counted(row.points, 'point')} ", "header")]
    head: list[Piece] = [(f" {safe_text(whom, 60)}: why it stands here", "header")]
    lines = [ends(head, total, look, width)]
    lines += [_part(part, width, look) for part in row.explanation.parts]
    return lines


def _part(part: Contribution, width: int, look: ScreenLook) -> Text:
    g = look.glyphs
    told = part.label + (f", {part.value}" if part.value else "")
    note = f" ({part.note})" if part.note else ""
    pieces: list[Piece] = [(f"   {g.words(safe_text(told))}", "")]
    room = width - cells(told) - 12
    if note and room > cells(note):
        pieces.append((g.words(safe_text(note)), "muted"))
    return ends(pieces, [(f"{part.points:+d} ", "")], look, width)

"""Solved incidents that are like one: a line each, and why."""

from __future__ import annotations

from datetime import timedelta

from rich.text import Text

from core.values.contribution import Explanation
from core.values.text import fit, safe_text
from tui.incidents.like import Like
from tui.lines import Piece, cut_middle, line, rule
from tui.look import ScreenLook
from tui.spans import span_short

_KEY, _LIKE, _TOOK, _WHY = 16, 4, 8, 10
_LEAST = 10


def like_head(look: ScreenLook, width: int) -> Text:
    title = max(_LEAST, width - _KEY - _LIKE - _TOOK - _WHY - 5)
    words = f"{fit('ID', _KEY)} {'LIKE':>{_LIKE}} {fit('TITLE', title)} "
    return line([(f" {words}{'TOOK':>{_TOOK}} REASON", "header")], look, width)


def like_line(row: Like, look: ScreenLook, width: int) -> Text:
    """Its id, how like it is of 100, its title, how long it took, how it ended."""
    g = look.glyphs
    title = max(_LEAST, width - _KEY - _LIKE - _TOOK - _WHY - 5)
    took = span_short(timedelta(seconds=row.took_s))
    pieces: list[Piece] = [
        (f" {fit(cut_middle(safe_text(row.key), look, _KEY), _KEY)} ", ""),
        (f"{row.points:>{_LIKE}} ", "accent"),
        (f"{fit(safe_text(row.title), title, ellipsis=g.ellipsis)} ", ""),
        (f"{fit(took, _TOOK, right=True)} ", ""),
        (row.reason, "muted"),
    ]
    return line(pieces, look, width)


def why_lines(why: Explanation, look: ScreenLook, width: int) -> list[Text]:
    """What makes it like the other: each part with its points, and their sum."""
    lines = [rule(look, width), line([(" why it is like this one", "header")], look, width)]
    for part in why.parts:
        note = f"  {safe_text(part.note)}" if part.note else ""
        told: list[Piece] = [
            (f" {part.points:>4}  ", "accent"),
            (f"{safe_text(part.label)}", ""),
            (note, "muted"),
        ]
        lines.append(line(told, look, width))
    total: list[Piece] = [(f" {why.total or 0:>4}  ", "header"), ("of 100", "muted")]
    return [*lines, line(total, look, width)]

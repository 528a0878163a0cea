"""Row 24 in words: the keys that work now, the most useful first."""

from __future__ import annotations

from collections.abc import Sequence

from core.values.text import cells
from tui.glyphs import Glyphs
from tui.lines import Piece

Hint = tuple[str, str]
_GAP = 2


def footer(
    hints: Sequence[Hint], leave: Hint | None, last: Hint, width: int, glyphs: Glyphs
) -> tuple[list[Piece], list[Piece]]:
    """Left: as many hints (key, word) as fit, and `leave`, what escape does, which
    always stands; right: `last`."""
    room = width - 3 - _wide(last, glyphs)
    room -= _wide(leave, glyphs) + _GAP if leave else 0
    kept: list[Hint] = []
    for hint in hints:
        room -= _wide(hint, glyphs) + _GAP
        if room < 0:
            break
        kept.append(hint)
    if leave:
        kept.append(leave)
    left: list[Piece] = []
    for hint in kept:
        left += [*_told(hint), (" " * _GAP, "")]
    return left[:-1], _told(last)


def _wide(hint: Hint, glyphs: Glyphs) -> int:
    return cells(glyphs.words(hint[0])) + 1 + cells(glyphs.words(hint[1]))


def _told(hint: Hint) -> list[Piece]:
    return [(hint[0], "accent"), (f" {hint[1]}", "")]

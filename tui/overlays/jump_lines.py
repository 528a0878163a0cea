"""The row above the jump line: the ways in which it can go on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tui.lines import Piece, line, pieces_width
from tui.overlays.completion import Candidate
from tui.palette import Look

_GAP: Piece = ("   ", "")


def choices_line(found: Sequence[Candidate], taken: int | None, look: Look, width: int) -> Text:
    """One line of them. The taken one is in view, and says what it is; so does a
    client, whose id tells nobody anything."""
    told = [_told(each, at == taken, len(found) == 1, look) for at, each in enumerate(found)]
    first = 0
    if taken is not None:
        while first < taken and _wide(told[first : taken + 1]) > width - 1:
            first += 1
    pieces: list[Piece] = [(" ", "")]
    for each in told[first:]:
        pieces += [*each, _GAP]
    return line(pieces[:-1] if told else pieces, look, width)


def _told(each: Candidate, taken: bool, alone: bool, look: Look) -> list[Piece]:
    pieces: list[Piece] = [(each.shown, "cursor" if taken else "accent")]
    if each.count:
        pieces.append((f" {each.count}", ""))
    if each.about and (taken or alone or not each.ours):
        about = look.glyphs.words(each.about) if each.ours else each.about
        pieces.append((f" {about}", "muted"))
    return pieces


def _wide(told: Sequence[Sequence[Piece]]) -> int:
    return sum(pieces_width([*each, _GAP]) for each in told)

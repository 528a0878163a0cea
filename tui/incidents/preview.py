"""What a change of many incidents would do, in a box, before it is made."""

from __future__ import annotations

from rich.text import Text

from core.incidents.types import Done, Moving, Refused
from core.values.counting import counted
from core.values.text import cells, fit, safe_text
from tui.lines import Piece, line, said
from tui.palette import Look

_NAME = 30
_REFUSED = 5


def moves_lines(done: Done, width: int, look: Look) -> list[Text]:
    """How many change, stay, and may not, with the reasons; then the first of them."""
    facts = [("changes", f"{done.changing:,} of {counted(done.found, 'incident')}")]
    if done.same:
        facts.append(("stay as they are", f"{done.same:,}: they are so already"))
    if done.refused:
        facts.append(("may not", f"{len(done.refused):,}, and stay as they are"))
    lines = [_fact(label, told, look, width) for label, told in facts]
    lines.append(Text("", end=""))
    lines += [_row(each, look, width) for each in done.first]
    more = done.changing - len(done.first)
    if more > 0:
        lines += said(f"and {more:,} more", "muted", look, width)
    for each in done.refused[:_REFUSED]:
        lines.append(_refused(each, look, width))
    left = len(done.refused) - _REFUSED
    if left > 0:
        lines += said(f"and {left:,} more that may not", "muted", look, width)
    return lines


def _fact(label: str, told: str, look: Look, width: int) -> Text:
    pieces: list[Piece] = [(f" {label:<18}", "muted"), (look.glyphs.words(told), "")]
    return line(pieces, look, width)


def _row(found: Moving, look: Look, width: int) -> Text:
    g = look.glyphs
    name = f"{safe_text(found.key, 24)}  {safe_text(found.title)}"
    name = fit(name, min(_NAME, max(8, width // 3)), ellipsis=g.ellipsis)
    half = max(4, (width - cells(name) - 8) // 2)
    now = fit(safe_text(found.now), min(half, 18), ellipsis=g.ellipsis)
    pieces: list[Piece] = [(f" {name}  ", ""), (now, "muted"), (g.words(" → "), "muted")]
    return line([*pieces, (safe_text(found.then), "accent")], look, width)


def _refused(found: Refused, look: Look, width: int) -> Text:
    pieces: list[Piece] = [
        (f" {safe_text(found.key, 24)}  ", "muted"),
        (f"stays: {safe_text(found.reason)}", "at_risk"),
    ]
    return line(pieces, look, width)

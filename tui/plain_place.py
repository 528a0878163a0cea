"""A place as plain lines: what stands on its screen, pane by pane, without boxes.

Read from the widgets themselves, so that nothing is told twice in two ways: each pane
wholly, also what is scrolled away, before the next one; sign and word stay, rules and
scroll bars go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textual.geometry import Region
from textual.widget import Widget

from core.values.text import safe_text
from tui.app import BellbuoyApp
from tui.frame.lines_view import LinesView
from tui.frame.row import MessageRow, Row
from tui.glyphs import Glyphs
from tui.widgets.window_list import WindowList

_BOXES = re.compile("[\u2500-\u257f]+")
_LONGEST = 2_000


def plain_lines(app: BellbuoyApp) -> list[str]:
    """The lines of the place that the app shows, in reading order."""
    glyphs = app.session.look.glyphs
    page = app.page
    lines: list[str] = []
    for widget in _leaves(page):
        if widget is page.keys:
            # Keys are of no use where nothing can be pressed.
            continue
        bare = (_bare(line, glyphs) for line in _lines_of(widget))
        told = _without_ends([line for line in bare if line is not None])
        if told and lines and not isinstance(widget, Row):
            lines.append("")
        lines += told
    return lines


def _leaves(widget: Widget) -> Iterator[Widget]:
    """What is shown, in the order of the document."""
    for child in widget.children:
        if not child.display or not child.size:
            continue
        if isinstance(child, Row | LinesView | WindowList) or not list(child.children):
            yield child
        else:
            yield from _leaves(child)


def _lines_of(widget: Widget) -> Sequence[str]:
    if isinstance(widget, MessageRow | Row):
        return [widget.words]
    if isinstance(widget, LinesView):
        return [line.plain for line in widget.lines]
    width, height = widget.size
    strips = widget.render_lines(Region(0, 0, width, height))
    # The last cell of a list is its scroll bar.
    room = width - 1 if isinstance(widget, WindowList) else width
    return [strip.crop(0, room).text for strip in strips]


def _bare(line: str, glyphs: Glyphs) -> str | None:
    """The line without rules and bars; None where nothing else stood on it."""
    if not line.strip():
        return ""
    text = _BOXES.sub(" ", line).rstrip()
    if glyphs.name == "ascii":
        text = text.rstrip("|").rstrip()
        if set(text) <= set("-+| "):
            text = ""
    text = safe_text(text, _LONGEST).rstrip()
    return text if text else None


def _without_ends(lines: list[str]) -> list[str]:
    """No blank lines at the ends, and never two together."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept

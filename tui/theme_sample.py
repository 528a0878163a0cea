"""A sample of a theme in words: what each role is for, in its colour."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from core.values.text import cells, fit, safe_text
from themes.load import Theme
from tui.glyphs import Glyphs
from tui.lines import Piece, line
from tui.palette import Look, Role

_ROLE = 12


def samples(glyphs: Glyphs) -> tuple[tuple[Role, str], ...]:
    """(role, what stands on a screen in it)"""
    bars = f"{''.join(glyphs.sparks)} {''.join(glyphs.shades)}"
    return (
        ("header", "Bellbuoy [1 Radar] 2 Clients"),
        ("foreground", "Northwind Labs"),
        ("accent", "g go to"),
        ("muted", "sort health"),
        ("critical", "!! critical 38"),
        ("at_risk", "! at risk 55"),
        ("healthy", "healthy 82"),
        ("unknown", "unknown ?"),
        ("error", "Could not read health scores"),
        ("cursor", f"{glyphs.cursor} the row under the cursor"),
        ("border", f"{glyphs.bar}{glyphs.rule * 3}{glyphs.bar} {bars}"),
    )


def sample_lines(theme: Theme, look: Look, width: int) -> list[Text]:
    """A line a role, on the ground of the theme where it has one of its own."""
    ground = Style()
    if not theme.ansi and look.palette.theme is not None:
        ground = Style(color=theme.foreground, bgcolor=theme.background)
    title: list[Piece] = [(f" {safe_text(theme.title, 60)}", "header")]
    lines = [line(title, look, width)]
    for role, words in samples(look.glyphs):
        label: Piece = (f" {fit(role, _ROLE)}", "muted")
        lines.append(line([label, (look.glyphs.words(words), role)], look, width))
    for each in lines:
        each.append(" " * max(0, width - cells(each.plain)))
        each.stylize_before(ground)
    return lines

"""From a theme to styles: what a role looks like, on a screen or in a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from rich.style import Style

from themes.load import TEXT_ROLES, Theme
from tui.glyphs import BRAILLE, Glyphs

Role = Literal[
    "",
    "foreground",
    "accent",
    "muted",
    "error",
    "critical",
    "at_risk",
    "healthy",
    "unknown",
    "cursor",
    "header",
    "border",
]
_BOLD = frozenset({"header", "critical", "accent"})
# The role by which a word of the tables is shown.
ROLE_OF: Mapping[str, Role] = MappingProxyType(
    {
        "critical": "critical",
        "high": "critical",
        "medium": "at_risk",
        "at_risk": "at_risk",
        "low": "muted",
        "healthy": "healthy",
        "unknown": "unknown",
        "up": "healthy",
        "down": "critical",
        "flat": "",
        "new": "muted",
    }
)


class Palette:
    """The style of every role. Equal for equal themes; holds nothing that changes.

    Weight says what colour says: a role is told apart without colours too. The
    cursor is reverse video, which every terminal has.
    """

    __slots__ = ("_styles", "theme")

    def __init__(self, theme: Theme | None) -> None:
        self.theme = theme
        self._styles = {role: _style(theme, role) for role in (*TEXT_ROLES, "border")}
        self._styles[""] = Style.null()

    def __getitem__(self, role: Role) -> Style:
        return self._styles[role]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Palette) and other.theme == self.theme

    def __hash__(self) -> int:
        return hash(self.theme)


def _style(theme: Theme | None, role: str) -> Style:
    bold = role in _BOLD or None
    if theme is None:
        return Style(bold=bold, reverse=role == "cursor" or None)
    if role == "cursor":
        # Named the other way round: reverse video swaps them on the terminal.
        return Style(color=theme.cursor, bgcolor=theme.background, reverse=True)
    # The terminal's own text needs no colour code: fewer bytes, and true to the scheme.
    plain = role == "foreground" or theme.colour(role) == "default"
    return Style(color=None if plain else theme.colour(role), bold=bold)


MONO = Palette(None)


@dataclass(frozen=True, slots=True)
class Look:
    """What a chart or a widget draws with. `compact`: lists get the room of their panes."""

    palette: Palette = MONO
    glyphs: Glyphs = BRAILLE
    compact: bool = False

    def style(self, role: Role) -> Style:
        return self.palette[role]

"""From our themes and the terminal to what Textual and the panes draw with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from themes.load import Theme, ThemeError, load
from tui.glyphs import SETS, Glyphs, SetName, choose
from tui.palette import MONO, Palette

if TYPE_CHECKING:
    from textual.theme import Theme as TextualTheme

DARK = "dark"
ANSI = "ansi"
_MANY_COLOURS = ("256color", "kitty", "alacritty", "foot", "ghostty", "wezterm", "direct")


def colourless(env: Mapping[str, str]) -> bool:
    """Whether the surroundings ask for no colour: NO_COLOR, or a dumb terminal."""
    return bool(env.get("NO_COLOR")) or env.get("TERM", "") in {"dumb", ""}


def default_theme(env: Mapping[str, str]) -> str:
    """The theme when none is named: the terminal's own colours where it has few."""
    rich = env.get("COLORTERM") or any(w in env.get("TERM", "") for w in _MANY_COLOURS)
    return DARK if rich and not colourless(env) else ANSI


def palette_of(name: str, env: Mapping[str, str]) -> Palette:
    """The styles of a theme; without colours only weight and reverse video are left.

    Raises ThemeError for a theme that is missing or broken.
    """
    theme = load(name)
    return MONO if colourless(env) else Palette(theme)


def glyphs_of(wanted: str | None, env: Mapping[str, str], encoding: str) -> Glyphs:
    """The signs to draw with. Raises ThemeError for a set that there is not."""
    named: SetName | None = None
    if wanted is not None:
        if wanted not in SETS:
            raise ThemeError(f"there are no glyphs {wanted!r}; there are: {', '.join(SETS)}")
        named = wanted
    return choose(named, env, encoding)


def textual_theme(theme: Theme) -> TextualTheme:
    """The same theme in Textual's terms, for grounds, inputs and selections."""
    from textual.theme import Theme as TextualTheme

    return TextualTheme(
        name=theme.name,
        primary=_colour(theme, "accent"),
        secondary=_colour(theme, "header"),
        accent=_colour(theme, "accent"),
        warning=_colour(theme, "at_risk"),
        error=_colour(theme, "error"),
        success=_colour(theme, "healthy"),
        foreground=_colour(theme, "foreground"),
        background=_colour(theme, "background"),
        surface=_colour(theme, "surface"),
        panel=_colour(theme, "surface"),
        boost=_colour(theme, "surface"),
        dark=theme.dark,
        ansi=theme.ansi,
        text_alpha=1.0,
        variables={"border": _colour(theme, "border"), "muted": _colour(theme, "muted")},
    )


def _colour(theme: Theme, role: str) -> str:
    colour = theme.colour(role)
    return f"ansi_{colour}" if theme.ansi else colour

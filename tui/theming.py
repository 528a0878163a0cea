"""From our themes and the terminal to what Textual and the panes draw with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bellbuoy.services.look.own_file import themes_dir
from core.look.types import Preferences
from themes.load import Theme, ThemeError, load
from tui.glyphs import SETS, Glyphs, SetName, choose
from tui.palette import MONO, Look, Palette
from tui.surroundings import Surroundings

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme as TextualTheme

ANSI = "ansi"
_MANY_COLOURS = ("256color", "kitty", "alacritty", "foot", "ghostty", "wezterm", "direct")


def colourless(env: Mapping[str, str]) -> bool:
    """Whether the surroundings ask for no colour: NO_COLOR, or a dumb terminal."""
    return bool(env.get("NO_COLOR")) or env.get("TERM", "") in {"dumb", ""}


def default_theme(around: Surroundings) -> str:
    """The theme when none is named: that of the terminal's own background; its own
    colours where it has few, or did not say."""
    env = around.env
    rich = env.get("COLORTERM") or any(w in env.get("TERM", "") for w in _MANY_COLOURS)
    return around.ground if rich and around.ground and not colourless(env) else ANSI


def palette_of(name: str, env: Mapping[str, str], folder: Path | None = None) -> Palette:
    """The styles of a theme; without colours only weight and reverse video are left.
    `folder` holds themes of one's own.

    Raises ThemeError for a theme that is missing or broken.
    """
    theme = load(name, folder)
    return MONO if colourless(env) else Palette(theme)


def look_of(
    own: Preferences,
    around: Surroundings,
    *,
    theme: str | None = None,
    glyphs: str | None = None,
) -> Look:
    """Colours and signs as a person chose them; `theme` and `glyphs` come first.

    Raises ThemeError for a theme or set that there is not.
    """
    named = theme or (own["theme"] if own["theme"] != "auto" else default_theme(around))
    palette = palette_of(named, around.env, themes_dir())
    wide = around.ambiguous if own["ambiguous_width"] == "auto" else int(own["ambiguous_width"])
    signs = glyphs or (None if own["glyphs"] == "auto" else own["glyphs"])
    return Look(
        MONO if own["colour"] == "none" else palette,
        glyphs_of(signs, around.env, around.encoding, wide),
        own["density"] == "compact",
    )


def glyphs_of(
    wanted: str | None, env: Mapping[str, str], encoding: str, ambiguous_width: int = 1
) -> Glyphs:
    """The signs to draw with. Raises ThemeError for a set that there is not."""
    named: SetName | None = None
    if wanted is not None:
        if wanted not in SETS:
            raise ThemeError(f"there are no glyphs {wanted!r}; there are: {', '.join(SETS)}")
        named = wanted
    return choose(named, env, encoding, ambiguous_width)


def first_theme(look: Look) -> Theme:
    """The theme an app starts in: that of its look, and the terminal's own colours for
    a look that has none."""
    return look.palette.theme or load(ANSI)


def put_on(app: App[Any], theme: Theme) -> None:
    """The grounds and texts of an app that has drawn nothing yet."""
    from textual.app import App as TextualApp

    app.register_theme(textual_theme(theme))
    # Set, not assigned: nothing has been drawn yet that would have to change.
    app.set_reactive(TextualApp.theme, theme.name)
    # The grounds were worked out before this theme was known.
    app.stylesheet.set_variables(app.get_css_variables())


def textual_theme(theme: Theme, name: str = "") -> TextualTheme:
    """The same theme in Textual's terms, for grounds, inputs and selections; `name` is
    another name for it there, for Textual never reads one again that it knows."""
    from textual.theme import Theme as TextualTheme

    return TextualTheme(
        name=name or theme.name,
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
        variables={
            "border": _colour(theme, "border"),
            "muted": _colour(theme, "muted"),
            # Textual's own sheet names it, and makes none for a theme of 16 colours.
            **({"ansi-background": "ansi_default"} if theme.ansi else {}),
        },
    )


def _colour(theme: Theme, role: str) -> str:
    colour = theme.colour(role)
    return f"ansi_{colour}" if theme.ansi else colour

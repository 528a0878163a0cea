"""What a run starts with: the look and keys that files, flags and the terminal make."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from bellbuoy.services.look import own_file
from core.look.types import Preferences
from core.values.errors import UsageError
from themes.load import ThemeError, load
from tui.background import around
from tui.glyphs import GLYPHS, Glyphs, SetName
from tui.key_file import own_keys
from tui.keymap import DEFAULT, Keymap
from tui.own_look import Named
from tui.palette import MONO, Look, Palette
from tui.surroundings import Surroundings
from tui.theming import glyphs_of, look_of


@dataclass(frozen=True, slots=True)
class Outfit:
    """`problems` are lines about files that could not be read, to be said at the start."""

    look: Look
    own: Preferences
    around: Surroundings
    named: Named
    keymap: Keymap = DEFAULT
    problems: tuple[str, ...] = ()
    key_problems: tuple[str, ...] = ()
    """What is wrong with keys.toml, a line each."""


def outfit(
    env: Mapping[str, str], theme: str | None = None, glyphs: str | None = None
) -> Outfit:
    """Files first, then what the terminal says; `theme` and `glyphs` are flags and win.

    A file that is broken costs a line, not the start. Raises UsageError for a theme or
    set of signs that was named and is not there.
    """
    kept = own_file.read()
    own, problems = kept.preferences, [kept.problem] if kept.problem else []
    keys = own_keys(own["keys"], own_file.keys_path())
    problems += [f"keys.toml is left out: {line}" for line in keys.problems[:1]]
    encoding = getattr(sys.stderr, "encoding", "") or "ascii"
    asks = theme is None and own["theme"] == "auto"
    found = around(env, encoding) if asks else Surroundings(env, encoding)
    named = Named(theme, glyphs)
    try:
        glyphs_of(glyphs, env, encoding)
    except ThemeError as error:
        raise UsageError(str(error)) from None
    try:
        look = look_of(own, found, theme=theme, glyphs=glyphs)
    except ThemeError as error:
        if theme is not None or own["theme"] == "auto":
            raise UsageError(str(error)) from None
        problems.append(str(error))
        # The theme of one's own is broken: what the terminal says, until it is mended.
        look = look_of(own.having("theme", "auto"), found, glyphs=glyphs)
    return Outfit(look, own, found, named, keys.keymap, tuple(problems), keys.problems)


def plain_outfit(env: Mapping[str, str], glyphs: Glyphs) -> Outfit:
    """No colours, these signs, and the columns that a person keeps."""
    own = own_file.read().preferences
    return Outfit(Look(MONO, glyphs), own, Surroundings(env), Named(None, glyphs.name))


def drawn_outfit(env: Mapping[str, str], theme: str, glyphs: SetName) -> Outfit:
    """What is named and nothing of a person or a terminal: the same anywhere.

    Raises UsageError for a theme that there is not.
    """
    try:
        found = load(theme, own_file.themes_dir())
    except ThemeError as error:
        raise UsageError(str(error), "bellbuoy theme list") from None
    look = Look(Palette(found), GLYPHS[glyphs])
    return Outfit(look, Preferences(), Surroundings(env), Named(theme, glyphs))


def outfit_of(look: Look, env: Mapping[str, str]) -> Outfit:
    """That of a look that has been made already; what it shows, the terminal has."""
    theme = look.palette.theme
    if theme is None:
        own = Preferences().having("colour", "none")
        return Outfit(look, own, Surroundings(env), Named(None, look.glyphs.name))
    around = Surroundings({"TERM": "xterm-256color", "LANG": "C.UTF-8"})
    return Outfit(look, Preferences(), around, Named(theme.name, look.glyphs.name))

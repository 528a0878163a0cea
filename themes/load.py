"""Themes: one TOML file each, a colour for every role, nothing else.

A colour is `#rrggbb`. A theme with `ansi = true` has the terminal's own names
instead (`red`, `bright_blue`, `default`), so that the user's scheme holds.
A user's theme may name a built-in one as `inherits` and change only some roles.
`colour_safe = true` promises that the tiers are told apart by every eye.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

BUILT_IN = Path(__file__).parent
MOST_BYTES = 65_536
ROLES = (
    "foreground",
    "background",
    "surface",
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
)
# Read as text on `background` and on `surface`; `border` is a mark.
TEXT_ROLES = tuple(r for r in ROLES if r not in {"background", "surface", "border"})
_HUES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI_NAMES = ("default", *_HUES, *(f"bright_{hue}" for hue in _HUES))
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ThemeError(ValueError):
    """A theme that is missing or broken, told in one line."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour for every role. `contrast` is the least ratio its text promises,
    `colour_safe` that every eye tells the tiers apart by colour alone."""

    name: str
    title: str
    dark: bool
    ansi: bool
    contrast: float
    colour_safe: bool
    foreground: str
    background: str
    surface: str
    accent: str
    muted: str
    error: str
    critical: str
    at_risk: str
    healthy: str
    unknown: str
    cursor: str
    header: str
    border: str

    def colour(self, role: str) -> str:
        """The colour of a role. Raises KeyError for an unknown one."""
        if role not in ROLES:
            raise KeyError(role)
        return str(getattr(self, role))


def names(folder: Path | None = None) -> tuple[str, ...]:
    """Every theme that can be loaded, sorted: the built-in ones and those in `folder`."""
    folders = [BUILT_IN] if folder is None else [BUILT_IN, folder]
    found = {file.stem for place in folders for file in place.glob("*.toml")}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))


def load(name: str, folder: Path | None = None) -> Theme:
    """The theme of that name; a file in `folder` comes before a built-in one.

    A built-in one is read once, a person's own each time: it may have been changed.
    Raises ThemeError when there is no such theme or its file is not sound.
    """
    file = file_of(name, folder)
    return _built_in(name) if file.parent == BUILT_IN else read(file)


@lru_cache(maxsize=16)
def _built_in(name: str) -> Theme:
    return read(BUILT_IN / f"{name}.toml")


def read(file: Path) -> Theme:
    """The theme in a file, named like it. Raises ThemeError when it is not sound."""
    name = file.stem
    table = _read(file)
    inherited = table.pop("inherits", None)
    colours = table.pop("colours", {})
    if not isinstance(colours, dict):
        raise ThemeError(f"theme {name}: colours must be a table")
    if inherited is not None:
        # Only a built-in theme can be inherited from, so that no loop can arise.
        parent = _read(file_of(str(inherited)))
        colours = {**parent.pop("colours"), **colours}
        table = {**parent, **table}
    return _theme(name, table, colours)


def file_of(name: str, folder: Path | None = None) -> Path:
    """Where a theme is written. Raises ThemeError when there is none of that name."""
    if _NAME.fullmatch(name):
        for place in (folder, BUILT_IN):
            if place is not None and (file := place / f"{name}.toml").is_file():
                return file
    raise ThemeError(f"there is no theme {name!r}; there are: {', '.join(names(folder))}")


def _read(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ThemeError(f"theme {file.stem}: the file is over {MOST_BYTES:,} bytes")
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"theme {file.stem}: {error}") from None


def _theme(name: str, table: dict[str, Any], colours: dict[str, Any]) -> Theme:
    ansi = table.get("ansi", False) is True
    _check_keys(name, table, colours)
    for role, colour in colours.items():
        good = colour in ANSI_NAMES if ansi else bool(_HEX.fullmatch(str(colour)))
        if not good:
            wanted = "a colour name of the terminal" if ansi else "#rrggbb"
            raise ThemeError(f"theme {name}: {role} is {colour!r}, but must be {wanted}")
    return Theme(
        name=name,
        title=str(table.get("title", name)),
        dark=table.get("dark", True) is True,
        ansi=ansi,
        contrast=float(table.get("contrast", 4.5)),
        colour_safe=table.get("colour_safe", False) is True,
        **{role: str(colours[role]).lower() for role in ROLES},
    )


def _check_keys(name: str, table: dict[str, Any], colours: dict[str, Any]) -> None:
    unknown = sorted(set(table) - {"title", "dark", "ansi", "contrast", "colour_safe"})
    unknown += sorted(set(colours) - set(ROLES))
    if unknown:
        raise ThemeError(f"theme {name}: unknown key {', '.join(map(repr, unknown))}")
    missing = [role for role in ROLES if role not in colours]
    if missing:
        raise ThemeError(f"theme {name}: no colour for {', '.join(missing)}")
    if not isinstance(table.get("contrast", 4.5), (int, float)):
        raise ThemeError(f"theme {name}: contrast must be a number")

"""What a person may choose about how Bellbuoy looks and listens: data and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

PREFIX = "look."
"""`look.theme` is how `config` and settings.toml name the setting `theme`."""


@dataclass(frozen=True, slots=True)
class LookSetting:
    """One line of the settings. `choices` start with the one that holds unless another
    is chosen; an `open` one takes further names (themes of one's own)."""

    id: str
    label: str
    choices: tuple[str, ...]
    about: str
    open: bool = False

    @property
    def default(self) -> str:
        return self.choices[0]

    @property
    def key(self) -> str:
        return PREFIX + self.id


SETTINGS: tuple[LookSetting, ...] = (
    LookSetting("theme", "theme", ("auto",), "colours; auto asks the terminal", open=True),
    LookSetting("colour", "colour", ("auto", "truecolor", "256", "16", "none"),
                "how many colours; auto asks the terminal"),
    LookSetting("glyphs", "glyphs", ("auto", "braille", "blocks", "ascii"),
                "signs of bars and lines; auto asks locale and TERM"),
    LookSetting("ambiguous_width", "wide chars", ("auto", "1", "2"),
                "cells of signs like bars; auto asks the terminal"),
    LookSetting("motion", "motion", ("auto", "on", "off"),
                "quick redraws and a blinking cursor; auto: off over SSH"),
    LookSetting("density", "density", ("comfortable", "compact"),
                "compact gives a list the room of its preview"),
    LookSetting("mouse", "mouse", ("on", "off"),
                "off leaves selecting to the terminal; shift+drag does too"),
    LookSetting("refresh", "refresh", ("30s", "10s", "1min", "5min", "off"),
                "reading again by the clock; what changes shows at once"),
    LookSetting("keys", "keys", ("default", "vim-only", "emacs-like"),
                "a set of keys, below those of keys.toml"),
)  # fmt: skip
REFRESH_S: Mapping[str, int] = MappingProxyType(
    {"30s": 30, "10s": 10, "1min": 60, "5min": 300, "off": 0}
)
"""Seconds of the choices of `refresh`; 0: never by the clock."""
BY_ID: Mapping[str, LookSetting] = MappingProxyType({each.id: each for each in SETTINGS})


def _defaults() -> Mapping[str, str]:
    return MappingProxyType({each.id: each.default for each in SETTINGS})


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for a person: a value for every setting, and the columns of those lists
    that they arranged, in their order (the ids of what is shown)."""

    values: Mapping[str, str] = field(default_factory=_defaults)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, setting: str) -> str:
        return self.values[setting]

    def having(self, setting: str, value: str) -> Preferences:
        """The same with another value. Raises KeyError for no such setting."""
        BY_ID[setting]
        return replace(self, values=MappingProxyType({**self.values, setting: value}))

    def showing(self, name: str, ids: tuple[str, ...] | None) -> Preferences:
        """The same with other columns of a list; None: those that it has by itself."""
        kept = {each: found for each, found in self.columns.items() if each != name}
        if ids is not None:
            kept[name] = ids
        return replace(self, columns=MappingProxyType(kept))

    @property
    def changed(self) -> dict[str, str]:
        """The values that differ from the default."""
        return {s.id: self[s.id] for s in SETTINGS if self[s.id] != s.default}

"""Sets of keys to start from, as changes to the key table. Data and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Changes = Mapping[str, tuple[str, ...]]

# Letters and signs alone: no arrows, no keys of the upper row.
_VIM_ONLY = {
    "up": ("k",),
    "down": ("j",),
    "left": ("h",),
    "right": ("l",),
    "page_up": (),
    "page_down": (),
    "first": (),
    "last": ("G",),
    "mark_up": (),
    "mark_down": (),
    "filter": ("/",),
    "palette": ("ctrl+p",),
    "delete": ("d",),
    "run": ("R",),
    "save": ("ctrl+s",),
    "help": ("?",),
    "quit": ("q",),
}
# What emacs calls it where a terminal lets it through: ctrl+a and ctrl+b belong to
# screen and tmux, and every ctrl key has a second way.
_EMACS_LIKE = {
    "up": ("up", "ctrl+p"),
    "down": ("down", "ctrl+n"),
    "left": ("left",),
    "right": ("right", "ctrl+f"),
    "page_down": ("pagedown", "ctrl+v"),
    "half_up": (),
    "half_down": (),
    "palette": ("f2", "ctrl+x"),
    "filter": ("/", "f3", "ctrl+r"),
    "delete": ("d", "delete", "ctrl+d"),
    "back": ("escape", "ctrl+g"),
}

PRESETS: Mapping[str, Changes] = MappingProxyType(
    {
        "default": MappingProxyType({}),
        "vim-only": MappingProxyType(_VIM_ONLY),
        "emacs-like": MappingProxyType(_EMACS_LIKE),
    }
)

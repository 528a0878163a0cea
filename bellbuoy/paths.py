"""Where Bellbuoy keeps its files: the XDG base directories, nothing of its own.

Every function takes the environment; without one it is that of the process.
A variable that holds a relative path is ignored, as the XDG specification says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def default_store(env: Mapping[str, str] | None = None) -> str:
    """The store when none is named: `$BELLBUOY_STORE` (a path or URL), else the data file."""
    named = _env(env).get("BELLBUOY_STORE")
    return named or str(data_dir(env) / "bellbuoy.db")


def data_dir(env: Mapping[str, str] | None = None) -> Path:
    """The folder of the default store."""
    return _folder(env, "XDG_DATA_HOME", ".local/share")


def cache_dir(env: Mapping[str, str] | None = None) -> Path:
    """What may be deleted at any time."""
    return _folder(env, "XDG_CACHE_HOME", ".cache")


def config_dir(env: Mapping[str, str] | None = None) -> Path:
    """Settings, keys and themes of the person."""
    return _folder(env, "XDG_CONFIG_HOME", ".config")


def log_file(env: Mapping[str, str] | None = None) -> Path:
    """The log of the program; its folder may not exist yet."""
    return _folder(env, "XDG_STATE_HOME", ".local/state") / "bellbuoy.log"


def _env(env: Mapping[str, str] | None) -> Mapping[str, str]:
    return os.environ if env is None else env


def _folder(env: Mapping[str, str] | None, variable: str, below_home: str) -> Path:
    found = _env(env)
    named = found.get(variable, "")
    if os.path.isabs(named):
        return Path(named) / "bellbuoy"
    home = found.get("HOME")
    return (Path(home) if home else Path.home()) / below_home / "bellbuoy"

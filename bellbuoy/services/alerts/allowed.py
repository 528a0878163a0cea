"""What alerts may touch on this machine: said outside the store.

A store can come from anywhere. So no rule or channel in it starts a program,
writes into a folder or reaches the private network unless a file of this
machine's owner allows it by name: `alerts.toml` in the folder of settings.

    programs = ["/usr/local/bin/page"]     # absolute, run without a shell
    folders = ["/var/log/bellbuoy"]        # for files that lines are put behind
    hosts = ["hooks.internal"]             # private addresses, by name
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bellbuoy.paths import config_dir, log_file
from core.values.errors import UsageError

FILE = "alerts.toml"
_KEYS = ("programs", "folders", "hosts")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Programs and folders as absolute paths, hosts by name; `file` is where it is
    said, for messages."""

    programs: tuple[str, ...]
    folders: tuple[str, ...]
    hosts: tuple[str, ...]
    file: Path


def allowed_here(env: Mapping[str, str] | None = None) -> Allowed:
    """What the file allows; the program's own folder of logs always. Raises
    UsageError for a file that cannot be read."""
    file = config_dir(env) / FILE
    said: dict[str, tuple[str, ...]] = dict.fromkeys(_KEYS, ())
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        found = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(f"{file} cannot be read: {fault}") from None
    for name, value in found.items():
        if name not in _KEYS or not _texts(value):
            raise UsageError(f"{file}: “{name}” is no list of {', '.join(_KEYS)}")
        said[name] = tuple(value)
    own = str(log_file(env).parent)
    return Allowed(said["programs"], (*said["folders"], own), said["hosts"], file)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def inside(path: Path, folders: tuple[str, ...]) -> bool:
    """Whether a file lies in one of the folders, links followed."""
    real = Path(os.path.realpath(path.parent))
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in folders)

"""keys.toml: the keys of a person, id = keys, upon one of the sets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.values.errors import UsageError
from core.values.text import safe_text
from tui.key_presets import PRESETS
from tui.keymap import BY_ID, DEFAULT, Keymap, key_label, parse_key, problems

MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys that hold, and what is wrong with the file, a line each: then the keys
    of the set hold alone."""

    keymap: Keymap
    problems: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """The ids that the file names."""


def keymap_of(preset: str) -> Keymap:
    """The keys of a set. Raises UsageError for one that there is not."""
    if preset not in PRESETS:
        raise UsageError(f"no keys “{safe_text(preset, 40)}”", f"one of {', '.join(PRESETS)}")
    return DEFAULT.changed(PRESETS[preset])


def own_keys(preset: str, file: Path) -> OwnKeys:
    """The set with the changes of a file; without the file the set alone."""
    base = keymap_of(preset)
    try:
        tables = _read(file)
    except FileNotFoundError:
        return OwnKeys(base)
    except UsageError as error:
        return OwnKeys(base, (error.message,))
    changes, found = _changes(tables)
    if not found:
        found = _conflicts(base, changes)
    if found:
        return OwnKeys(base, found)
    return OwnKeys(base.changed(changes), (), tuple(changes))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UsageError(f"{file.name} is over {MOST_BYTES:,} bytes")
        return tomllib.loads(data.decode("utf-8"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UsageError(f"{file.name} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file.name}: {safe_text(error, 200)}") from None


def _changes(tables: Mapping[str, Any]) -> tuple[dict[str, Sequence[str]], tuple[str, ...]]:
    """The changes that are written down, and what cannot be read of them."""
    changes: dict[str, Sequence[str]] = {}
    found = []
    for name, keys in tables.items():
        written = [keys] if isinstance(keys, str) else keys
        if name not in BY_ID:
            found.append(f"{safe_text(name, 40)}: no such id")
        elif not isinstance(written, list) or not all(isinstance(k, str) for k in written):
            found.append(f'{name}: keys are written as "w" or ["w", "f6"]')
        else:
            changes[name] = written
            found += [f"{name}: {words}" for key in written if (words := _no_key(key))]
    return changes, tuple(found)


def _no_key(written: str) -> str:
    try:
        parse_key(written)
    except UsageError as error:
        return error.message
    return ""


def _conflicts(base: Keymap, changes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    new = {name: tuple(map(parse_key, keys)) for name, keys in changes.items()}
    return problems(Keymap({**base.keys, **new}))


def written(keys: Sequence[str]) -> str:
    """Keys as they are printed: `/ f3`."""
    return " ".join(key_label(key) for key in keys)

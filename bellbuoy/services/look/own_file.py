"""settings.toml of a person: read whole, written whole or not at all.

It is theirs, not the store's: no role is asked, and nothing of it reaches a store.
"""

from __future__ import annotations

import fcntl
import os
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bellbuoy.paths import config_dir
from bellbuoy.services.whole_file import replacing
from core.look.reading import checked, file_text, preferences
from core.look.types import Preferences
from core.values.errors import BellbuoyError, LockedError, UsageError
from core.values.text import safe_text
from themes.load import ThemeError, load

MOST_BYTES = 65_536
_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What the file says; `problem` is what is wrong with it, in one line."""

    preferences: Preferences
    problem: str = ""


def path() -> Path:
    return config_dir() / "settings.toml"


def themes_dir() -> Path:
    """Where a person keeps themes of their own."""
    return config_dir() / "themes"


def keys_path() -> Path:
    return config_dir() / "keys.toml"


def read() -> OwnFile:
    """The file as it stands. One that cannot be read leaves every default in place,
    a value in it that does not hold the default of that value."""
    try:
        return _read()
    except UsageError as error:
        return OwnFile(Preferences(), error.message)


def check(setting: str, value: str) -> None:
    """Raises UsageError for a value that a setting cannot have."""
    checked(setting, value)
    if setting == "theme" and value != "auto":
        try:
            load(value, themes_dir())
        except ThemeError as error:
            raise UsageError(str(error), "bellbuoy theme list") from None


def put(setting: str, value: str) -> str:
    """Keep another value of a setting; the one before.

    Raises UsageError for a value that does not hold and for a file that cannot be read
    (it is left as it is), LockedError while another process writes.
    """
    check(setting, value)
    return _change(lambda found: found.having(setting, value))[setting]


def put_columns(name: str, ids: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Keep the columns of a list, None for its own; those before. Raises as `put`."""
    return _change(lambda found: found.showing(name, ids)).columns.get(name)


def _read() -> OwnFile:
    try:
        with path().open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return OwnFile(Preferences())
    except OSError as error:
        raise UsageError(f"settings.toml cannot be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"settings.toml is over {MOST_BYTES:,} bytes")
    try:
        tables = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"settings.toml: {safe_text(error, 200)}") from None
    found, problems = preferences(tables)
    return OwnFile(found, f"settings.toml: {problems[0]}" if problems else "")


def _change(change: Callable[[Preferences], Preferences]) -> Preferences:
    """Read, change, replace; what was there before."""
    try:
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone():
            before = _read().preferences
            after = change(before)
            if after != before:
                with replacing(str(path())) as file:
                    file.write(file_text(after))
    except OSError as error:
        raise BellbuoyError(
            f"settings.toml cannot be written: {error.strerror}", str(path())
        ) from None
    return before


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the lock ends with the process that has it."""
    number = os.open(path().with_name(".settings.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise LockedError("another process is writing settings.toml") from None
                time.sleep(0.02)
        yield
    finally:
        os.close(number)

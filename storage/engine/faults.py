"""What a database error means to a person.

A full disk speaks two languages (TRUST 1.8), a lock is a conflict, and a file
that is no store is a wrong argument: never a traceback.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Literal

from core.values.errors import BellbuoyError, LockedError, UsageError
from storage.engine.sqlite_holder import process_words, writer_of

DRIVER_FAULTS = (sqlite3.Error, OverflowError, UnicodeError)
"""What the driver raises: its own errors, those of a value it cannot bind, and of a
message that it cannot read because the store is damaged."""


_DAMAGE = ("malformed", "corrupt", "could not decode", "unsupported file format")
"""What SQLite says of a damaged file."""


class StoreDamagedError(BellbuoyError):
    """The file is there, but its content cannot be read."""

    name = "damaged"


class StrangeFaultError(BellbuoyError):
    """What the database said, where nobody knows what it means."""

    unexplained = True


def translate(error: BaseException, path: str) -> BellbuoyError:
    """The one-line fault behind a database error. SQLAlchemy's wrapper carries
    the driver's own error in `orig`."""
    if isinstance(error, BellbuoyError):
        return error
    if isinstance(error, OverflowError):
        return same_fault("too large", path)
    if isinstance(error, UnicodeEncodeError):
        return same_fault("half character", path)
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, UnicodeDecodeError):
        return damaged(path, "text that is no UTF-8")
    text = str(cause).lower()
    if "locked" in text or "busy" in text:
        return same_fault("locked", path, _who(path))
    if "full" in text or "disk i/o" in text:
        return same_fault("full", path)
    if "unable to open" in text:
        return _not_opened(path)
    if "readonly" in text or "read-only" in text:
        return _not_opened(path) if _is_closed(path) else same_fault("readonly", path)
    if "not a database" in text:
        return UsageError(f"{path} is no Bellbuoy store")
    if any(word in text for word in _DAMAGE):
        return damaged(path, str(cause))
    return StrangeFaultError(f"the store said: {cause}")


def damaged(store: str, why: str) -> StoreDamagedError:
    """What cannot be read any more: nothing here can mend it."""
    return StoreDamagedError(
        f"the store {store} is damaged: {why}",
        "restore a backup; bellbuoy store check says what can be read",
    )


def _who(path: str) -> str:
    pid = writer_of(Path(path))
    return "" if pid is None or pid == os.getpid() else process_words(pid)


def _not_opened(path: str) -> BellbuoyError:
    """A store in a folder that may not be written cannot even be read: SQLite
    keeps a file beside it while it is open."""
    if _is_closed(path):
        return BellbuoyError(
            f"cannot open the store {path}: nothing may be written in its folder",
            "copy it to a folder of your own, or change the folder's permissions",
        )
    return BellbuoyError(f"cannot open the store {path}", "check its permissions")


def _is_closed(path: str) -> bool:
    folder = Path(path).absolute().parent
    return Path(path).exists() and not os.access(folder, os.W_OK)


def same_fault(
    what: Literal["locked", "full", "readonly", "too large", "half character"],
    store: str,
    who: str = "",
) -> BellbuoyError:
    """The faults that every engine knows, in the same words. `who` holds the lock."""
    match what:
        case "locked":
            return LockedError(
                f"the store is locked by another writer{f': {who}' if who else ''}",
                "try again, or see: bellbuoy worker status",
            )
        case "full":
            return BellbuoyError(
                "the disk is full or cannot be written; nothing of this step was stored",
                "free some space and run the same command again",
            )
        case "readonly":
            return BellbuoyError(f"cannot write to the store {store}", "check its permissions")
        case "too large":
            return UsageError("a number is too large for the store")
        case "half character":
            return UsageError("a text holds half a character, which no store can keep")


def is_database_error(error: BaseException) -> bool:
    return isinstance(error, DRIVER_FAULTS) or hasattr(error, "orig")

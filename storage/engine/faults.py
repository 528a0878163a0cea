"""What a database error means to a person.

A full disk speaks two languages (TRUST 1.8), a lock is a conflict, and a file
that is no store is a wrong argument: never a traceback.
"""

from __future__ import annotations

import sqlite3
from typing import Literal

from core.values.errors import BellbuoyError, ConflictError, UsageError

DRIVER_FAULTS = (sqlite3.Error, OverflowError, UnicodeEncodeError)
"""What the driver raises: its own errors, and those of a value it cannot bind."""


class StoreDamagedError(BellbuoyError):
    """The file is there, but its content cannot be read."""

    name = "damaged"


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
    text = str(cause).lower()
    if "locked" in text or "busy" in text:
        return same_fault("locked", path)
    if "full" in text or "disk i/o" in text:
        return same_fault("full", path)
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return same_fault("readonly", path)
    if "not a database" in text:
        return UsageError(f"{path} is no Bellbuoy store")
    if "malformed" in text or "corrupt" in text:
        return StoreDamagedError(
            f"the store {path} is damaged: {cause}",
            "bellbuoy store check says what can be read",
        )
    return BellbuoyError(f"the store said: {cause}")


def same_fault(
    what: Literal["locked", "full", "readonly", "too large", "half character"], store: str
) -> BellbuoyError:
    """The faults that every engine knows, in the same words."""
    match what:
        case "locked":
            return ConflictError(
                "the store is locked by another writer",
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

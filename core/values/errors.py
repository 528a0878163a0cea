"""Every error that Bellbuoy raises on purpose, with its exit code.

    BellbuoyError 1
    ├── UsageError 2          bad option, argument, rule or configuration
    ├── NotFoundError 3       a named client, run, file … does not exist
    ├── DeniedError 5         role or scope forbids it
    ├── ConflictError 6       locked (LockedError), stale version, undo conflict
    ├── RemoteError 7         a source, destination or database out of reach
    ├── CheckFailedError 8    a check said no
    └── NoDataError 9         too little data for what was asked

Exit 4 (partly done) is no error: the answer carries the counts.
"""

from __future__ import annotations


class BellbuoyError(Exception):
    """A fault that is told in one line: what is wrong, then what helps.

    `message` and `hint` may hold text from outside: whoever shows them passes
    them through `safe_text` first.
    """

    exit_code = 1
    name = "failure"
    unexplained = False
    """Nobody knows what it means: it is looked into like a fault of the program."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BellbuoyError):
    exit_code = 2
    name = "usage"


class NotFoundError(BellbuoyError):
    exit_code = 3
    name = "not_found"


class DeniedError(BellbuoyError):
    exit_code = 5
    name = "denied"


class ConflictError(BellbuoyError):
    exit_code = 6
    name = "conflict"


class LockedError(ConflictError):
    """Another process writes: what is done later may well succeed."""


class RemoteError(BellbuoyError):
    exit_code = 7
    name = "remote"


class CheckFailedError(BellbuoyError):
    exit_code = 8
    name = "check_failed"


class NoDataError(BellbuoyError):
    exit_code = 9
    name = "no_data"


class RowError(ValueError):
    """One value of one row breaks a rule.

    `code` is the stable reason (`time.naive`, `money.precision`,
    `required.id`); the row goes to quarantine under it.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

"""What the number says with which a command ends (DEFINITIONS 18)."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Each member's name in lower case is the `error` of the JSON error object."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    PARTIAL = 4
    DENIED = 5
    CONFLICT = 6
    REMOTE = 7
    CHECK_FAILED = 8
    NO_DATA = 9
    INTERRUPTED = 130
    TERMINATED = 143


MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done, also when empty",
    ExitCode.FAILURE: "failed",
    ExitCode.USAGE: "wrong usage, query or configuration",
    ExitCode.NOT_FOUND: "not found",
    ExitCode.PARTIAL: "partly done, rows quarantined",
    ExitCode.DENIED: "denied by role or scope",
    ExitCode.CONFLICT: "conflict: locked, stale version, undo conflict",
    ExitCode.REMOTE: "a source, destination or database unreachable",
    ExitCode.CHECK_FAILED: "a check said no",
    ExitCode.NO_DATA: "too little data",
    ExitCode.INTERRUPTED: "interrupted, store whole",
    ExitCode.TERMINATED: "terminated, store whole",
}

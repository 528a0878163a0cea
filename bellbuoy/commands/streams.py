"""stdout and stderr that may be closed, full, or read by nobody."""

from __future__ import annotations

import os
import select
import sys
from typing import TextIO


def open_missing() -> None:
    """Give the process the streams that it was started without.

    What cannot be written in the locale's encoding is escaped, never a fault.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def reader_is_gone(stream: TextIO) -> bool:
    """Whether whoever read a pipe has closed it, as `head` does."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return False
    poll = select.poll()
    poll.register(number, 0)
    return any(state & (select.POLLERR | select.POLLHUP) for _, state in poll.poll(0))


def settle(stream: TextIO) -> None:
    """Write out what is left, or drop it for good: the interpreter must not try again."""
    try:
        stream.flush()
    except (OSError, ValueError):
        _silence(stream)


def _silence(stream: TextIO) -> None:
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)

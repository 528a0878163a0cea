"""Lines of a pipe in the portions in which they come."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from core.values.errors import UsageError

PAUSE_S = 0.5
"""So long after its first line a portion is whole, however few lines it has."""
MOST = 2_000
"""With so many lines it is whole at once."""
LONGEST = 1024 * 1024
_CHUNK = 64 * 1024


class Line(NamedTuple):
    """A line as it came, without its end; lines count from 1."""

    number: int
    raw: bytes


def portions(source: int, pause_s: float = PAUSE_S) -> Iterator[list[Line]]:
    """What comes from the file descriptor `source`, until it ends. While a portion is
    dealt with nothing is read: whoever writes the pipe waits then.

    Raises UsageError for a line of more than LONGEST bytes.
    """
    waiting: list[Line] = []
    number, rest, due = 1, b"", 0.0
    while True:
        left = max(0.0, due - monotonic()) if waiting else None
        ended = False
        if select.select([source], [], [], left)[0]:
            chunk = os.read(source, _CHUNK)
            ended = not chunk
            *lines, rest = (rest + (chunk or b"\n")).split(b"\n")
            if len(rest) > LONGEST:
                raise UsageError(f"line {number + len(lines)}: more than {LONGEST:,} bytes")
            if lines and not waiting:
                due = monotonic() + pause_s
            waiting += [Line(at, raw) for at, raw in enumerate(lines, number) if raw.strip()]
            number += len(lines)
        if waiting and (ended or len(waiting) >= MOST or monotonic() >= due):
            yield waiting
            waiting = []
        if ended:
            return

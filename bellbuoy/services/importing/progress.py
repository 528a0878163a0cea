"""How far an import is, for whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """After a batch: the file it came from, and rows so far in all files, those that
    were in before among them; `fresh` counts those of this call.

    `read` of all `size` bytes on the disk have been read, `fresh_read` of them in
    this call; `size` is None where nobody knows.
    """

    file: str
    rows: int
    fresh: int
    read: int
    fresh_read: int
    size: int | None


StepProgress = Callable[[Step], None]


def no_steps(_step: Step) -> None:
    """No progress wanted."""

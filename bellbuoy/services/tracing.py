"""One id for all that a command does: in the log, the audit and reports of faults.

A run of a job bears its own number, `run-8813`; a command, and a session of the
screens, a drawn one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("trace", default="")


def current_trace() -> str:
    """The id of the command or run that this thread is in; empty outside of one."""
    return _current.get()


def trace_of_now() -> str:
    """The id of what runs; a new one where nothing has begun."""
    return _current.get() or os.urandom(8).hex()


@contextmanager
def tracing(trace: str = "") -> Iterator[str]:
    """Give what runs in the block an id: this one, or a new one."""
    token = _current.set(trace or os.urandom(8).hex())
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def run_trace(number: int) -> str:
    """The id of a run of a job: its number is in the store already."""
    return f"run-{number}"

"""Where a worker writes what it says outside of the log."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.paths import log_file

_LARGE = 1024 * 1024


def worker_log() -> Path:
    """What the process writes to stderr; the log that rotates is beside it."""
    log = log_file().with_name("worker.log")
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LARGE:
        log.replace(log.with_name("worker.log.1"))
    return log

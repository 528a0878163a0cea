"""Workers as real processes, and what may be asked of their store meanwhile."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.context import Context, open_context

PATIENCE = 90.0


def wait_for(truth: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait until something holds; fail, saying what, when it does not come."""
    end = time.monotonic() + patience
    while not truth():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


@contextmanager
def running_worker(
    store: Path, *, cwd: Path | None = None, parent: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process for a store, killed at the end if it still lives."""
    command = [
        sys.executable, "-P", "-m", "bellbuoy", "worker", "start", "--foreground",
        "--store", str(store),
    ]  # fmt: skip
    if parent is not None:
        command += ["--parent", str(parent)]
    process = subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def context(store: Path) -> Context:
    return open_context(str(store), user="test")


def alive(ctx: Context) -> bool:
    return worker.status(ctx).state == "alive"

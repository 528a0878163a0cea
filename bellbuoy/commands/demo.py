"""A demo store in a temporary folder, gone at the end whatever ends it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching
from core.values.errors import BellbuoyError, UsageError

_PATIENCE = 4.0


@contextmanager
def demo_store(options: Options) -> Iterator[str]:
    """The path of a seeded store that lives as long as the block.

    Raises UsageError together with --store: a demo has a store of its own.
    """
    from bellbuoy.services import making

    if options.store is not None:
        raise UsageError("a demo has a store of its own", "drop --demo or --store")
    with TemporaryDirectory(prefix="bellbuoy-demo-", ignore_cleanup_errors=True) as folder:
        path = str(Path(folder) / "demo.db")
        with watching("demo", options) as progress:
            making.demo(path, progress=progress.update, phase=progress.phase)
        try:
            yield path
        finally:
            with suppress(BellbuoyError):
                _stop_worker(path)


def _stop_worker(path: str) -> None:
    """Let a worker of the demo end before its store goes."""
    from bellbuoy.services import worker
    from bellbuoy.services.context import open_context

    ctx = open_context(path)
    found = worker.status(ctx)
    if found.state not in ("alive", "late") or found.pid is None:
        return
    # Nobody else knows this store, so the worker is ours; a signal is heard at once.
    with suppress(ProcessLookupError):
        os.kill(found.pid, signal.SIGTERM)
    end = time.monotonic() + _PATIENCE
    while worker.status(ctx).state in ("alive", "late") and time.monotonic() < end:
        time.sleep(0.1)

"""How long another writer waits for the lock while something big is written.

    python -m benchmarks.data.waiting ADDRESS

writes something small every 50 ms until it is told to stop, in a process of its own, as
another writer is; then it says how often, and the longest that it took.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from storage.engine.opening import open_store
from storage.engine.store import Store

PAUSE_S = 0.05


@dataclass
class Waited:
    """Seconds that the one of many small transactions took that waited longest, and how
    many there were."""

    longest: float = 0.0
    times: int = 0


@contextmanager
def kept_waiting(store: Store) -> Iterator[Waited]:
    """Another writer meanwhile. One that gives up has waited as long as it did."""
    waited = Waited()
    words = [sys.executable, "-P", "-m", "benchmarks.data.waiting", store.address]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()  # it has written once
    try:
        yield waited
    finally:
        said, _ = process.communicate("stop\n")
        longest, times = said.split()
        waited.longest, waited.times = float(longest), int(times)


def main(address: str) -> None:
    """Write until there is a line on stdin."""
    store, over = open_store(address), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), over.set()), daemon=True).start()
    _write(store)
    print("ready", flush=True)
    longest, times = 0.0, 0
    while not over.wait(PAUSE_S):
        longest, times = max(longest, _write(store)), times + 1
    print(longest, times)


def _write(store: Store) -> float:
    """Seconds that it took, also where it gave up."""
    from core.values.errors import ConflictError

    begin = perf_counter()
    try:
        with store.unit(durable=False) as unit:
            unit.run("UPDATE setting SET value = value WHERE name = 'timezone'")
    except ConflictError:
        return perf_counter() - begin
    return perf_counter() - begin


if __name__ == "__main__":
    main(sys.argv[1])

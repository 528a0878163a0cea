"""The write and sync calls of a command, and a process that ends, or fails, at one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.process.storm import forks
from tests.process.storm.tries import ENDINGS, Place

CALLS = (
    "pwrite64", "write", "fdatasync", "fsync", "ftruncate", "fallocate", "rename", "unlink",
    "sendfile", "copy_file_range",
)  # fmt: skip
"""What changes a file, or brings it to the disk."""
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
_PATIENCE_S = 20.0


class Point(NamedTuple):
    """The `number`th time that a process makes this call."""

    call: str
    number: int


def here() -> bool:
    """Whether there is strace, which counts calls and lets one fail."""
    return shutil.which("strace") is not None


def points(place: Place, trace: Path) -> list[Point]:
    """Each call with which the command changes a file of its folder, in order."""
    place.fresh()
    child = place.begin(stopped=True)
    with _held(child, ["-y", "-e", f"trace={','.join(CALLS)}"], trace):
        code = forks.ended(child)
    assert code in ENDINGS, place.said.read_text()
    return list(_points(trace.read_text("utf-8", "replace"), child, place.folder))


def _points(told: str, child: int, folder: Path) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    for line in told.splitlines():
        found = _LINE.match(line)
        # Each thread counts for itself: only the first one writes stores.
        if found and int(found[1]) == child and found[2] in CALLS:
            seen[found[2]] += 1
            if str(folder) in found[3].split(', "')[0] or (
                found[2] in ("rename", "unlink") and str(folder) in found[3]
            ):
                yield Point(found[2], seen[found[2]])


def killed_at(place: Place, point: Point, trace: Path) -> int:
    """Run the command until this call, which never happens; how it ended."""
    return _injected(place, f"{point.call}:signal=KILL:when={point.number}", trace)


def failed_at(place: Place, point: Point, error: str, trace: Path, *, on: bool = False) -> int:
    """Run the command, this call of which fails (`on`: and each one behind it)."""
    when = f"{point.number}+" if on else str(point.number)
    return _injected(place, f"{point.call}:error={error}:when={when}", trace)


def _injected(place: Place, what: str, trace: Path) -> int:
    child = place.begin(stopped=True)
    call = what.partition(":")[0]
    with _held(child, ["-e", f"trace={call}", "-e", f"inject={what}"], trace):
        return forks.ended(child)


class _held:
    """A stopped process in the hands of strace, and then set going."""

    def __init__(self, child: int, options: list[str], trace: Path) -> None:
        os.waitpid(child, os.WUNTRACED)
        self._strace = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", str(trace), *options, "-p", str(child)],
            stderr=subprocess.PIPE,
        )
        end = time.monotonic() + _PATIENCE_S
        while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
            if self._strace.poll() is not None or time.monotonic() > end:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                raise AssertionError(f"strace: {self._strace.communicate()[1]!r}")
            time.sleep(0.001)
        os.kill(child, signal.SIGCONT)

    def __enter__(self) -> None:
        return

    def __exit__(self, *_: object) -> None:
        self._strace.communicate()

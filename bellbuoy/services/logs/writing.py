"""Writing the log. Nothing here may fail, wait, or cost anything while it is silent."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from bellbuoy.paths import log_file
from bellbuoy.services.logs import files
from bellbuoy.services.logs.level import is_written
from bellbuoy.services.tracing import current_trace, trace_of_now
from core.operations.log_line import written
from core.operations.types import Level, LogLine, Plain

NOTHING: Mapping[str, Plain] = MappingProxyType({})


class _Process:
    """What this process writes to, and which part of Bellbuoy it is."""

    def __init__(self) -> None:
        self.part, self.trace = "command", ""
        self._lock = threading.Lock()
        self._number = -1
        self._path: Path | None = None
        self._pid = 0

    def write(self, path: Path, data: bytes) -> None:
        with self._lock:
            number = self._open(path)
            os.write(number, data)
            if os.fstat(number).st_size >= files.FILE_BYTES:
                files.rotate(path, files.FILE_BYTES)

    def _open(self, path: Path) -> int:
        """The file of that name: another process may have moved the one we had."""
        if self._number >= 0 and self._pid == os.getpid() and self._path == path:
            mine = os.fstat(self._number)
            try:
                there = path.stat()
            except FileNotFoundError:
                there = None
            if there and (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev):
                return self._number
        if self._number >= 0:
            os.close(self._number)
            self._number = -1
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._number = os.open(path, flags, 0o600)
        self._path, self._pid = path, os.getpid()
        return self._number


_process = _Process()


def name_part(part: str, trace: str) -> None:
    """What this process is from now on, `worker` or `app`, and the trace of all that
    belongs to no command and no run."""
    _process.part, _process.trace = part, trace


def log(
    level: Level, event: str, fields: Mapping[str, Plain] = NOTHING, *, trace: str = ""
) -> None:
    """Write a line. `fields` are numbers and names of ours; text is masked.

    A log that cannot be written stops nothing: what it tells of goes on."""
    if not is_written(level):
        return
    line = LogLine(
        at=datetime.now(UTC),
        level=level,
        part=_process.part,
        event=event,
        trace=trace or current_trace() or _process.trace or trace_of_now(),
        pid=os.getpid(),
        fields=fields,
    )
    try:
        _process.write(log_file(), written(line).encode("utf-8", "replace") + b"\n")
    except OSError:
        return

"""A file that each delivery is put behind, one line of JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

from bellbuoy.services.alerts.allowed import Allowed, inside
from core.alerts.message import text_of
from core.alerts.retry import Outcome


def send_to_file(path: str, uid: str, body: str, allowed: Allowed) -> Outcome:
    """Put one line behind a file, on the disk before this returns. The line holds
    the delivery's id: after a cut it may stand there twice, never half."""
    target = Path(path)
    if not target.is_absolute() or not inside(target, allowed.folders):
        hint = f"name its folder in {allowed.file}"
        return Outcome("dead", f"{path} is not allowed on this machine: {hint}")
    line = text_of({"id": uid, **json.loads(body)}).encode("ascii") + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(target, flags, 0o600)
        try:
            _put(handle, line)
        finally:
            os.close(handle)
    except OSError as fault:
        return Outcome("again", f"{path}: {fault.strerror or fault}")
    return Outcome("done", "written")


def _put(handle: int, line: bytes) -> None:
    """One write for one line; what a full disk cut off is taken away again."""
    before = os.fstat(handle).st_size
    if before and not _ends_in_newline(handle, before):
        line = b"\n" + line
    if os.write(handle, line) != len(line):
        os.ftruncate(handle, before)
        raise OSError(28, "no room for the line")
    os.fsync(handle)


def _ends_in_newline(handle: int, size: int) -> bool:
    """Whether the last line is whole: a cut may have left half of one."""
    return os.pread(handle, 1, size - 1) == b"\n"

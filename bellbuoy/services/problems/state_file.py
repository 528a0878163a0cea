"""Faults that no store could take: a line each in the state folder."""

from __future__ import annotations

import os
from pathlib import Path

from bellbuoy.paths import log_file
from core.operations.report_line import fault_line, read_fault
from core.operations.types import Fault

_MOST_BYTES = 512 * 1024


def path() -> Path:
    return log_file().with_name("faults.jsonl")


def append(fault: Fault) -> None:
    """Add a fault; the file is cut to its newer half when it has grown. What cannot
    be written is lost: there is no third place."""
    try:
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        number = os.open(path(), flags, 0o600)
        try:
            os.write(number, (fault_line(fault) + "\n").encode("utf-8", "replace"))
            long = os.fstat(number).st_size > _MOST_BYTES
        finally:
            os.close(number)
        if long:
            _halve()
    except OSError:
        return


def faults() -> list[Fault]:
    """Those that were kept here, in their order; half a line is left out."""
    try:
        text = path().read_text("utf-8", "replace")
    except OSError:
        return []
    return [fault for line in text.splitlines() if (fault := read_fault(line)) is not None]


def _halve() -> None:
    lines = path().read_bytes().splitlines(keepends=True)
    shorter = path().with_name(f"{path().name}.{os.getpid()}")
    shorter.write_bytes(b"".join(lines[len(lines) // 2 :]))
    os.replace(shorter, path())

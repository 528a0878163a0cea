"""A kept fault as text: for a file of lines, and for a column of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.operations.types import Fault, Frame, Report
from core.values.instants import iso


def frames_text(frames: Sequence[Frame]) -> str:
    """`[["core/a.py",3,"f"],…]`"""
    return json.dumps([[f.file, f.line, f.function] for f in frames], separators=(",", ":"))


def read_frames(text: str) -> tuple[Frame, ...]:
    """What `frames_text` made. Raises ValueError for anything else."""
    found: Any = json.loads(text)
    try:
        return tuple(Frame(str(file), int(line), str(name)) for file, line, name in found)
    except TypeError as error:
        raise ValueError("no frames") from error


def fault_line(fault: Fault) -> str:
    report = fault.report
    return json.dumps(
        {
            "ref": report.ref, "type": report.type, "message": report.message,
            "word": report.word, "frames": frames_text(report.frames),
            "version": report.version, "surroundings": report.surroundings,
            "first": iso(fault.first), "last": iso(fault.last), "count": fault.count,
            "trace": fault.trace,
        },
        ensure_ascii=False,
    )  # fmt: skip


def read_fault(text: str) -> Fault | None:
    """What `fault_line` made; None for anything else."""
    try:
        found: Any = json.loads(text)
        return Fault(
            report=Report(
                ref=str(found["ref"]),
                type=str(found["type"]),
                message=str(found["message"]),
                word=str(found["word"]),
                frames=read_frames(found["frames"]),
                version=str(found["version"]),
                surroundings=str(found["surroundings"]),
            ),
            first=datetime.fromisoformat(found["first"]),
            last=datetime.fromisoformat(found["last"]),
            count=int(found["count"]),
            trace=str(found["trace"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

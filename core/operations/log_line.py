"""A line of the log as JSON, and back. Who reads it may be a program, so each line
is one object with the same first keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.operations.mask import mask
from core.operations.types import LEVELS, LogLine, Plain
from core.values.instants import iso
from core.values.text import safe_text

_LONGEST = 500
_KEYS = ("at", "level", "part", "event", "trace", "pid")


def written(line: LogLine) -> str:
    """One line of JSON without its end; text is masked, and cut where it is long."""
    record: dict[str, Plain] = {
        "at": iso(line.at),
        "level": line.level,
        "part": line.part,
        "event": line.event,
        "trace": line.trace,
        "pid": line.pid,
    }
    for name, value in line.fields.items():
        if name not in record:
            record[name] = _harmless(value)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _harmless(value: Plain) -> Plain:
    if isinstance(value, float) and not (abs(value) < float("inf")):
        return None
    return safe_text(mask(value), _LONGEST) if isinstance(value, str) else value


def read_line(text: str) -> LogLine | None:
    """A line that `written` made; None for what is none: half a line at the end of
    a file that was cut, or a line of something else."""
    try:
        found: Any = json.loads(text)
        if not isinstance(found, dict) or found["level"] not in LEVELS:
            return None
        at = datetime.fromisoformat(found["at"])
        if at.tzinfo is None:
            return None
        return LogLine(
            at=at,
            level=found["level"],
            part=str(found["part"]),
            event=str(found["event"]),
            trace=str(found["trace"]),
            pid=int(found["pid"]),
            fields=_fields(found),
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def _fields(found: Mapping[str, Any]) -> dict[str, Plain]:
    return {
        str(name): value
        for name, value in found.items()
        if name not in _KEYS and (value is None or isinstance(value, str | int | float))
    }


def at_least(line: LogLine, level: str) -> bool:
    """Whether a line is as grave as `level`, or graver."""
    order: tuple[str, ...] = LEVELS
    return order.index(line.level) >= order.index(level)

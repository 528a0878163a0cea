"""Faults in the store: one row a reference, counted up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.operations.report_line import frames_text, read_frames
from core.operations.types import Fault, Report
from core.values.instants import from_micros, to_micros
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_COLUMNS = (
    "ref, type, message, word, frames, version, surroundings, first_us, last_us, count, trace"
)
_MOST = 500
"""References that are kept: each is a place of the program, so they are few."""


def put_fault(unit: Unit, fault: Fault) -> None:
    """Add a fault to those of its reference; the newest tells how it was."""
    report = fault.report
    unit.run(
        f"INSERT INTO fault ({_COLUMNS}) VALUES (:ref, :type, :message, :word, :frames,"
        " :version, :surroundings, :first_us, :last_us, :count, :trace)"
        " ON CONFLICT (ref) DO UPDATE SET message = excluded.message, word = excluded.word,"
        " frames = excluded.frames, version = excluded.version,"
        " surroundings = excluded.surroundings,"
        " first_us = least(fault.first_us, excluded.first_us),"
        " last_us = greatest(fault.last_us, excluded.last_us),"
        " count = fault.count + excluded.count, trace = excluded.trace",
        {
            "ref": report.ref, "type": report.type, "message": report.message,
            "word": report.word, "frames": frames_text(report.frames),
            "version": report.version, "surroundings": report.surroundings,
            "first_us": to_micros(fault.first), "last_us": to_micros(fault.last),
            "count": fault.count, "trace": fault.trace,
        },
    )  # fmt: skip
    unit.run(
        "DELETE FROM fault WHERE ref NOT IN (SELECT ref FROM fault"
        " ORDER BY last_us DESC, ref LIMIT :most)",
        {"most": _MOST},
    )


def faults(rows: Rows) -> list[Fault]:
    """All that are kept, the last seen first."""
    found = rows.rows(f"SELECT {_COLUMNS} FROM fault ORDER BY last_us DESC, ref")
    return [_fault(row) for row in found]


def _fault(row: tuple[Any, ...]) -> Fault:
    ref, kind, message, word, frames, version, surroundings, first, last, count, trace = row
    report = Report(
        ref, kind, message, word, read_frames(frames), version, surroundings
    )  # fmt: skip
    return Fault(report, from_micros(first), from_micros(last), count, trace)

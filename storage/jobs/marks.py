"""What is kept of a job between its runs: settled slots, its pause, its retry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.jobs.types import JobMark
from core.values.instants import from_micros
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_MARK = "job, slot_us, paused_us, paused_by, retry_us, retry_id"


def marks(rows: Rows) -> dict[str, JobMark]:
    return {row[0]: _mark(row) for row in rows.rows(f"SELECT {_MARK} FROM job_state")}


def mark_of(rows: Rows, job: str) -> JobMark:
    row = rows.one(f"SELECT {_MARK} FROM job_state WHERE job = ?", (job,))
    return JobMark() if row is None else _mark(row)


def _mark(row: tuple[Any, ...]) -> JobMark:
    _, slot, paused, paused_by, retry, retry_of = row
    return JobMark(
        slot=from_micros(slot) if slot else None,
        paused=None if paused is None else from_micros(paused),
        paused_by=paused_by,
        retry=None if retry is None else from_micros(retry),
        retry_of=retry_of,
    )


def settle(unit: Unit, job: str, slot_us: int) -> None:
    """All slots up to this one are dealt with. It may go back, with the clock."""
    unit.run(
        "INSERT INTO job_state (job, slot_us) VALUES (:job, :slot)"
        " ON CONFLICT (job) DO UPDATE SET slot_us = :slot",
        {"job": job, "slot": slot_us},
    )


def slot_had(rows: Rows, job: str, slot_us: int) -> bool:
    """Whether a run stands for the slot already."""
    found = rows.value("SELECT 1 FROM job_run WHERE job = ? AND slot_us = ?", (job, slot_us))
    return found is not None


def put_pause(unit: Unit, job: str, at_us: int | None, by: str | None) -> None:
    """Pause a job (`at_us` None: let it go on)."""
    unit.run(
        "INSERT INTO job_state (job, slot_us, paused_us, paused_by)"
        " VALUES (:job, 0, :at, :by)"
        " ON CONFLICT (job) DO UPDATE SET paused_us = :at, paused_by = :by",
        {"job": job, "at": at_us, "by": by},
    )


def put_retry(unit: Unit, job: str, at_us: int | None, run: int | None) -> None:
    """When which run is tried again; None: none is."""
    unit.run(
        "INSERT INTO job_state (job, slot_us, retry_us, retry_id)"
        " VALUES (:job, 0, :at, :run)"
        " ON CONFLICT (job) DO UPDATE SET retry_us = :at, retry_id = :run",
        {"job": job, "at": at_us, "run": run},
    )

"""How long the runs of a job took, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from core.jobs.types import JobRun
from core.values.instants import iso
from tui.charts.chart import Chart, Series
from tui.palette import Role

_MS = 1000


def run_chart(job: str, runs: Sequence[JobRun]) -> Chart:
    """A bar a run in milliseconds; one that is not over has none. `runs` begin with
    the newest, as they are listed."""
    shown = runs[::-1]
    took = tuple(_took(run) for run in shown)
    ended = [value for value in took if value is not None]
    title = f"Runs of {job}, {len(shown)}" if shown else f"Runs of {job}: none yet"
    if ended:
        title += f"   longest {_told(max(ended))}"
    values = Series(
        "", took, texts=tuple(_told(value) for value in took), roles=tuple(map(_role, shown))
    )
    return Chart("bars", title, (values,), tuple(map(_label, shown)))


def _took(run: JobRun) -> int | None:
    if run.ended is None:
        return None
    return max(0, round((run.ended - run.started).total_seconds() * _MS))


def _told(value: int | None) -> str:
    if value is None:
        return "not over"
    return f"{value:,} ms" if value < _MS else f"{value / _MS:,.1f} s"


def _label(run: JobRun) -> str:
    """`8812 21 14:00Z ok`"""
    return f"{run.id} {iso(run.started)[5:16].replace('T', ' ')}Z {run.state}"


def _role(run: JobRun) -> Role:
    return "accent" if run.state in ("ok", "running") else "critical"

"""How the runs of jobs end, and how long they take, job by job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from core.jobs.types import JobRun, RunState
from core.values.text import safe_text
from tui.charts.chart import Chart, Series
from tui.palette import Role

_PARTS: tuple[tuple[str, Role, frozenset[str]], ...] = (
    ("well", "healthy", frozenset({"ok"})),
    ("wrong", "critical", frozenset({"failed", "timed_out", "dead"})),
    ("other", "unknown", frozenset(get_args(RunState)) - {"ok", "failed", "timed_out", "dead"}),
)
Counts = Mapping[str, Mapping[str, int]]
"""A job -> a state -> how many of its runs ended so."""


def counted(runs: Iterable[JobRun]) -> Counts:
    """The states of runs, by job."""
    found: dict[str, dict[str, int]] = {}
    for run in runs:
        states = found.setdefault(run.job, {})
        states[run.state] = states.get(run.state, 0) + 1
    return found


def outcome_chart(counts: Counts) -> Chart:
    """A row a job, the one with the most runs first, split into those that went well,
    went wrong, or neither: cut, skipped, cancelled, still on."""
    jobs = sorted(counts, key=lambda job: (-sum(counts[job].values()), job))
    parts = tuple(
        Series(name, tuple(_of(counts[job], states) for job in jobs), role)
        for name, role, states in _PARTS
    )
    total = sum(sum(states.values()) for states in counts.values())
    title = f"How runs ended   {total:,}" if total else "How runs ended: none yet"
    shown = parts if jobs else ()
    return Chart("share", title, shown, tuple(safe_text(job, 40) for job in jobs))


def pace_chart(seconds: Mapping[str, float]) -> Chart:
    """A bar a job, the slowest first: of 100 runs 95 took so long at most."""
    jobs = sorted(seconds, key=lambda job: (-seconds[job], job))
    values = tuple(round(seconds[job] * 1_000) for job in jobs)
    texts = tuple(f"{value:,} ms" if value < 1_000 else f"{value / 1_000:,.1f} s"
                  for value in values)  # fmt: skip
    title = "How long runs take, p95" if jobs else "How long runs take: none has ended yet"
    bars = Series("", values, texts=texts)
    return Chart("bars", title, (bars,), tuple(safe_text(job, 40) for job in jobs))


def _of(states: Mapping[str, int], wanted: frozenset[str]) -> int:
    return sum(count for state, count in states.items() if state in wanted)

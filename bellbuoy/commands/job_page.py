"""The page of one job: its rules in words, its runs, and who was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bellbuoy.commands.job_rows import ASIDE, HISTORY, recent_of, run_row, seconds
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.to_json import record
from core.jobs.types import AsideRow, JobPlan, JobRow, JobRun
from core.values.instants import iso


def job_page(
    row: JobRow,
    plan: JobPlan,
    runs: Sequence[JobRun],
    asides: Sequence[AsideRow],
    ahead: Sequence[datetime],
    options: Options,
) -> tuple[str, ...]:
    return blocks(
        _facts(row, plan, ahead, options),
        section([run_row(run) for run in runs], HISTORY, options),
        section([record(aside) for aside in asides], ASIDE, options),
    )


def _facts(row: JobRow, plan: JobPlan, ahead: Sequence[datetime], options: Options) -> str:
    mark = row.mark
    late = "" if row.late_s is None else f", its slot waits for {seconds(row.late_s)}"
    by = f"since {minute(mark.paused)} by {mark.paused_by}" if mark.paused else ""
    again = f"run {mark.retry_of} at {minute(mark.retry)}" if mark.retry else ""
    shipped = f" (shipped: {plan.every})" if row.every_set else ""
    return facts(
        (
            ("job", row.id),
            ("what it does", row.title),
            ("state", f"{row.state}{late}"),
            ("paused", by),
            ("every", f"{row.words}: {row.every}{shipped}"),
            ("next", "" if mark.paused else ", ".join(map(minute, ahead))),
            ("missed slots", missed_words(plan)),
            ("time limit", span(plan.limit_s)),
            ("tries", tries_words(plan)),
            ("tried again", again),
            ("took", _took(row)),
            ("last 11", recent_of(options.glyphs).render(row.recent)),
            ("waiting", f"{row.waiting:,}" if row.waiting else ""),
            ("taken up", row.recovered or ""),
        )
    )


def _took(row: JobRow) -> str:
    if row.took_s is None:
        return ""
    p95 = "" if row.p95_s is None else f", p95 {seconds(row.p95_s)}"
    return f"{seconds(row.took_s)}{p95}"


def minute(at: datetime | None) -> str:
    return "" if at is None else f"{iso(at)[:16].replace('T', ' ')}Z"


def missed_words(plan: JobPlan) -> str:
    if plan.missed == "once":
        return "one late run makes up for all that were missed"
    return f"not run when more than {span(plan.grace_s)} late"


def span(whole: int) -> str:
    """Whole seconds in short words: `15 s`, `30 min`, `2 h`, `90 min`."""
    for size, unit in ((3_600, "h"), (60, "min")):
        if whole and whole % size == 0:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def tries_words(plan: JobPlan) -> str:
    if not plan.retries:
        return "once, then given up"
    waits = f"{span(plan.backoff_s)}, doubling up to {span(plan.backoff_cap_s)}"
    return f"{plan.retries + 1}, after {waits}; then given up"

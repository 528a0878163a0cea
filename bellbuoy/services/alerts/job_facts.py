"""What rules about jobs are asked of, and how a job that fits is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bellbuoy.services.alerts.asking import named_fields
from bellbuoy.services.context import Context
from core.alerts.types import Fact, Rule, Subject
from core.jobs.cron import parse_cron
from core.jobs.slots import next_slot
from core.query.evaluate import Row, RowValue
from core.values.instants import from_micros, iso
from storage.alerts import facts
from storage.engine.reader import Rows
from storage.jobs.plans import plans, rewritten

_MINUTE = timedelta(minutes=1)


def job_rows(ctx: Context, rows: Rows) -> list[dict[str, RowValue]]:
    """The fields of every job that is not paused."""
    every = {plan.id: rewritten(rows, plan).every for plan in plans(rows)}
    return [
        {
            **found.fields,
            "late": _late(ctx, every.get(str(found.fields["job"])), found.since_us),
        }
        for found in facts.job_facts(rows, ctx.wall_us)
    ]


def _late(ctx: Context, every: str | None, since_us: int | None) -> int | None:
    """Minutes since the first slot behind the last run that ended well: by then it
    should have run. None for a job without a schedule, or that nobody expects yet."""
    slot = _slot(ctx, every, since_us)
    return None if slot is None else max(0, (ctx.clock.now() - slot) // _MINUTE)


def _slot(ctx: Context, every: str | None, since_us: int | None) -> datetime | None:
    if every is None or since_us is None:
        return None
    return next_slot(parse_cron(every), ctx.zone, from_micros(since_us))


def job_subject(ctx: Context, rows: Rows, rule: Rule, row: Row) -> Subject:
    """A job that fits, with its last run where that went wrong."""
    name = str(row["job"])
    told = {**values(row), "why": about(ctx, rule, row)}
    failure = facts.job_failure(rows, name)
    if failure is not None:
        run, state, error = failure
        told |= {"run": run, "error": error}
        if error and state != "ok":
            told["why"] = f"run {run} {state}: {error}"
    if "late" in named_fields(ctx, rule):
        told["why"] = f"{name} should have run {row['late']} min ago; {_good(ctx, row)}"
    return Subject("job", name, name, 0, told)


def _good(ctx: Context, row: Row) -> str:
    idle = row["idle"]
    if not isinstance(idle, int):
        return "it has never ended well"
    return f"it last ended well at {iso(ctx.clock.now() - idle * _MINUTE)[:16]}Z"


def values(row: Row) -> dict[str, Fact]:
    return {name: value for name, value in row.items() if _plain(value)}  # type: ignore[misc]


def _plain(value: RowValue) -> bool:
    return value is None or isinstance(value, str | int | float)


def about(ctx: Context, rule: Rule, row: Mapping[str, RowValue]) -> str:
    """What the fields of a condition say: `data age 3`."""
    shown = [name for name in named_fields(ctx, rule) if name != rule.subject]
    return ", ".join(f"{name.replace('_', ' ')} {row.get(name)}" for name in shown)

"""Rows of the machine room narrowed by a query: they are in memory, not in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeVar

from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from core.jobs.standing import took
from core.jobs.types import JobRow, JobRun
from core.operations.fields import ROOM_FIELDS
from core.operations.types import LogLine
from core.query.complete import complete
from core.query.errors import QueryError
from core.query.evaluate import Row, predicate
from core.query.parse import parse
from core.query.types import Directives

Noun = Literal["job", "run", "log", "change"]
R = TypeVar("R")


def fits(ctx: Context, noun: Noun, query: str) -> Callable[[Row], bool]:
    """A test of rows by their fields; an empty query takes all. Raises QueryError for
    one that cannot be read, or that asks for an order, which these lists have."""
    fields = ROOM_FIELDS[noun]
    now = replace(query_context(ctx), now=ctx.clock.now())
    parsed = parse(query, fields, now)
    if parsed.directives != Directives():
        raise QueryError("this list has one order", 1, "leave out sort: and limit:")
    return predicate(parsed.where, fields, now)


def narrowed(
    ctx: Context, noun: Noun, query: str, rows: Iterable[R], told: Callable[[R], Row]
) -> tuple[R, ...]:
    """The rows that fit, in their order; `told` gives the fields of one."""
    test = fits(ctx, noun, query)
    return tuple(row for row in rows if test(told(row)))


def going_on(noun: Noun, begun: str) -> list[str]:
    """How a query that begins so can go on."""
    return [
        begun[: each.start] + each.text + begun[each.end :]
        for each in complete(begun, len(begun), ROOM_FIELDS[noun])
    ]


def job_fields(job: JobRow) -> Row:
    """A job as its query sees it."""
    return {
        "job": job.id,
        "state": job.state,
        "title": job.title,
        "every": job.words,
        "took": job.took_s,
        "error": None if job.last is None else job.last.error,
    }


def run_fields(run: JobRun) -> Row:
    """A run as its query sees it."""
    return {
        "run": run.id,
        "job": run.job,
        "state": run.state,
        "took": took(run),
        "rows": run.rows,
        "error": run.error,
    }


def log_fields(line: LogLine) -> Row:
    """A line of the log as its query sees it; `what` holds all that it tells."""
    ms, job = line.fields.get("ms"), line.fields.get("job")
    return {
        "level": line.level,
        "part": line.part,
        "event": line.event,
        "trace": line.trace,
        "job": None if job is None else str(job),
        "ms": ms if isinstance(ms, int | float) else None,
        "what": told_words(line.fields),
    }


def told_words(fields: Mapping[str, object]) -> str:
    """`job=score-clients run=12 ms=3.1`."""
    return " ".join(f"{name}={value}" for name, value in fields.items())

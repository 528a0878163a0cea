"""Jobs and their runs as rows: the columns, and the text of their cells."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.to_json import record
from core.jobs.types import RUN_GLYPHS, JobRow, JobRun

_REQUEST_BEHIND = "error"


def seconds(value: float | None) -> str:
    """`0.4 s`, `41.0 s`, `12 min`, `3 h 05`."""
    if value is None:
        return ""
    if value < 120:
        return f"{value:.1f} s"
    minutes = int(value // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02}"


def _last(run: dict[str, Json] | None) -> str:
    return "never" if run is None else f"{run['state']}, run {run['id']}"


def recent_of(glyphs: str | None) -> Column:
    """The last eleven runs, a sign each, the oldest first."""
    plain = int(glyphs == "ascii")

    def signs(states: Sequence[str]) -> str:
        return "".join(RUN_GLYPHS[state][plain] for state in states)

    return Column("recent", "last 11", render=signs, fixed=True)


def job_columns(glyphs: str | None = None) -> tuple[Column, ...]:
    return (
        Column("id", "job", fixed=True),
        Column("words", "every", fixed=True),
        Column("state", "state", fixed=True),
        Column("last", "last", render=_last, fixed=True),
        Column("took_s", "took", "right", seconds, fixed=True),
        Column("p95_s", "p95", "right", seconds, fixed=True),
        moment("next", "next"),
        recent_of(glyphs),
        number("waiting", "waiting"),
        number("aside", "aside"),
        Column("title", "what it does"),
        Column("every", "cron", extra=True),
        Column("late_s", "late for", "right", seconds, extra=True),
        Column("every_set", "schedule set by a person", extra=True),
        Column("recovered", "taken up again", extra=True),
    )


RUNS = (
    Column("id", "run", "right"),
    Column("job", "job"),
    Column("state", "state"),
    moment("started", "started"),
    moment("ended", "ended"),
    number("rows", "rows"),
    number("changed", "changed"),
    Column("worker", "worker"),
    Column("error", "error"),
    number("request", "request", extra=True),
    moment("slot", "slot", extra=True),
    number("attempt", "attempt", extra=True),
    number("follows", "follows run", extra=True),
    number("total", "of", extra=True),
    number("aside", "set aside", extra=True),
    Column("cancelling", "asked to stop", extra=True),
)
HISTORY = tuple(
    column for column in RUNS if column.key in ("id", "state", "started", "rows", "error")
)
ASIDE = (
    Column("client", "set aside", fixed=True),
    Column("name", "name"),
    Column("reason", "why"),
    moment("since", "since"),
    number("tries", "tries"),
    number("run", "run", extra=True),
)


def job_row(row: JobRow) -> dict[str, Json]:
    """Keys of the first version first, in their order."""
    return record(row)


def run_row(run: JobRun, request: int | None = None) -> dict[str, Json]:
    """A run with the request that it was asked by, which stands behind `error`."""
    found: dict[str, Json] = {}
    for key, value in record(run).items():
        found[key] = value
        if key == _REQUEST_BEHIND:
            found["request"] = request
    return found


def empty_run(job: str, state: str | None, request: int | None) -> dict[str, Json]:
    """A run that has not begun: it has its job, and its request where one was made."""
    row: dict[str, Json] = dict.fromkeys(column.key for column in RUNS)
    return {**row, "job": job, "state": state, "request": request}

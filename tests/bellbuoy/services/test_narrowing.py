"""Rows of the machine room narrowed by a query."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellbuoy.services.narrowing import (
    fits,
    going_on,
    job_fields,
    log_fields,
    narrowed,
    run_fields,
)
from core.operations.types import Level, LogLine
from core.query.errors import QueryError
from tests.fixtures.stores import NewStore
from tests.tui.jobs.samples import ROOM, run

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def line(level: Level, event: str, **fields: object) -> LogLine:
    return LogLine(AT, level, "worker", event, "run-12", 7, fields)  # type: ignore[arg-type]


def test_jobs_by_state_word_and_negation(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()

    def ids(query: str) -> list[str]:
        return [job.id for job in narrowed(ctx, "job", query, ROOM.jobs, job_fields)]

    assert ids("") == ["score-clients", "score-history", "drop-looks", "backup"]
    assert ids("state:late,failed") == ["score-history", "drop-looks"]
    assert ids("score -state:failed") == ["score-clients"]
    assert ids("took>=2 looks") == ["drop-looks"]


def test_runs_by_number_and_reason(new_sqlite: NewStore) -> None:
    runs = [run(1, "backup"), run(2, "backup", "dead", error="Disk FULL")]
    found = narrowed(new_sqlite(), "run", "run>=2 full", runs, run_fields)
    assert [each.id for each in found] == [2]


def test_the_log_by_level_trace_length_and_what_it_tells(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    lines = [
        line("error", "run ended", job="backup", ms=900.5, text="disk full"),
        line("info", "run began", job="backup"),
        line("info", "slow", what="radar.open", ms=300),
    ]

    def events(query: str) -> list[str]:
        return [each.event for each in narrowed(ctx, "log", query, lines, log_fields)]

    assert events("level:error,warning") == ["run ended"]
    assert events("trace:run-12 ms>=300") == ["run ended", "slow"]
    assert events('job:backup "disk full"') == ["run ended"]
    assert events("radar") == ["slow"]


@pytest.mark.parametrize("query", ["sail:1", "sort:job", "limit:3", "state:(", "took>x"])
def test_what_cannot_be_read_is_refused(new_sqlite: NewStore, query: str) -> None:
    with pytest.raises(QueryError):
        fits(new_sqlite(), "job", query)


def test_a_query_goes_on() -> None:
    assert "level:" in going_on("log", "lev")
    assert "level:error" in going_on("log", "level:er")

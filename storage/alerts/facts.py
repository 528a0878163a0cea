"""What rules about incidents, jobs and the store itself are asked of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from core.query.evaluate import RowValue
from storage.alerts.held import HELD_INCIDENT
from storage.engine.reader import Rows
from storage.simulations.used import newest_used_day

_MINUTE_US = 60_000_000
_HOUR_US = 60 * _MINUTE_US
_DAY_US = 24 * _HOUR_US
_RUNS = 30


def fitting_incidents(
    rows: Rows, where: str, params: Mapping[str, Any], most: int
) -> list[tuple[Any, ...]]:
    """(number, key, title, client, client's name, severity, status, opened,
    acknowledged) of the incidents of a condition, the gravest and oldest first; those that
    a simulation wrote or holds are left out."""
    return rows.rows(
        "SELECT i.id, i.key, i.title, c.key, c.name, i.severity, i.status, i.opened_us,"
        " i.acknowledged_us FROM incident i JOIN client c ON c.id = i.client_id"
        f" WHERE ({where}) AND NOT {HELD_INCIDENT}"
        " ORDER BY i.open_rank, i.severity_rank, i.opened_us, i.id LIMIT :alert_most",
        {**params, "alert_most": most},
    )


class JobFacts(NamedTuple):
    """The fields of a job, but for `late`; `since_us` is when a run last ended well,
    or began to be expected (microseconds, None: never)."""

    fields: dict[str, RowValue]
    since_us: int | None


def job_facts(rows: Rows, now_us: int) -> list[JobFacts]:
    """Every job that is scheduled, has run or was asked for; a paused one is left in
    peace."""
    names = rows.rows(
        "SELECT job FROM job_plan UNION SELECT job FROM job_run GROUP BY job"
        " UNION SELECT job FROM job_request GROUP BY job ORDER BY 1"
    )
    paused = {
        name for (name,) in rows.rows("SELECT job FROM job_state WHERE paused_us IS NOT NULL")
    }
    return [_job(rows, name, now_us) for (name,) in names if name not in paused]


def _job(rows: Rows, name: str, now_us: int) -> JobFacts:
    runs = rows.rows(
        "SELECT id, state, started_us, ended_us FROM job_run WHERE job = ? AND ended_us"
        " IS NOT NULL AND state <> 'skipped' ORDER BY id DESC LIMIT ?",
        (name, _RUNS),
    )
    good = rows.value(
        "SELECT ended_us FROM job_run WHERE job = ? AND state = 'ok' ORDER BY id DESC LIMIT 1",
        (name,),
    )
    oldest = rows.value(
        "SELECT min(asked_us) FROM job_request WHERE job = ? AND state = 'waiting'", (name,)
    )
    failures = 0
    for _, state, _, _ in runs:
        if state not in ("failed", "timed_out", "dead"):
            break
        failures += 1
    newest = runs[0] if runs else None
    fields: dict[str, RowValue] = {
        "job": name,
        "state": None if newest is None else str(newest[1]),
        "failures": failures,
        "idle": _since(good, now_us, _MINUTE_US),
        "waits": _since(oldest, now_us, _MINUTE_US),
        "took": None if newest is None else max(0, newest[3] - newest[2]) // 1_000_000,
    }
    return JobFacts(fields, good if good is not None else _expected(rows, name))


def _expected(rows: Rows, name: str) -> int | None:
    """Since when a job is looked after that has never ended well."""
    first: int | None = rows.value(
        "SELECT started_us FROM job_run WHERE job = ? ORDER BY id LIMIT 1", (name,)
    )
    if first is not None:
        return first
    settled: int | None = rows.value("SELECT slot_us FROM job_state WHERE job = ?", (name,))
    return settled or None


def job_failure(rows: Rows, name: str) -> tuple[int, str, str | None] | None:
    """(run, state, error) of the newest ended run of a job."""
    row = rows.one(
        "SELECT id, state, error FROM job_run WHERE job = ? AND ended_us IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (name,),
    )
    return None if row is None else (int(row[0]), str(row[1]), row[2])


def store_facts(
    rows: Rows, *, today: int, now_us: int, wall_us: int, size: int, backup_us: int | None
) -> dict[str, RowValue]:
    """The fields of the store. Ages of what facts say count by the store's clock
    (`now_us`), ages of what the program did by the machine's (`wall_us`). `backup_us`
    is when the newest backup was made that is still there."""
    newest = newest_used_day(rows)
    scored = rows.value(
        "SELECT ended_us FROM job_run WHERE job = 'score-clients' AND state = 'ok'"
        " ORDER BY id DESC LIMIT 1"
    )
    return {
        "store": "store",
        "data_age": None if newest is None else max(0, today - int(newest)),
        "score_age": _since(scored, wall_us, _MINUTE_US),
        "quarantine": _count(rows, "quarantine WHERE state IN ('new', 'fixed')", {}),
        "refused": _count(
            rows,
            "quarantine WHERE state IN ('new', 'fixed') AND first_seen_us > :since",
            {"since": now_us - _DAY_US},
        ),
        "backup_age": _since(backup_us, wall_us, _HOUR_US),
        "queue": _count(rows, "changed_client", {}),
        "size": size // 1_000_000,
        "dead": _count(rows, "alert_delivery WHERE state = 'dead' AND kind <> 'test'", {}),
    }


def _count(rows: Rows, what: str, params: Mapping[str, Any]) -> int:
    return int(rows.value(f"SELECT count(*) FROM {what}", params) or 0)


def _since(at_us: int | None, now_us: int, unit_us: int) -> int | None:
    return None if at_us is None else max(0, now_us - int(at_us)) // unit_us

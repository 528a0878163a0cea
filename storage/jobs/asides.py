"""Clients that a job could not do: set aside, so that the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.jobs.types import AsideRow
from core.values.instants import from_micros
from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def set_aside(
    unit: Unit, job: str, client: int, reason: str, now_us: int, run: int | None
) -> None:
    """Keep why a client was not done; how often is counted."""
    unit.run(
        "INSERT INTO job_aside (job, client_id, reason, since_us, run_id, tries)"
        " VALUES (:job, :client, :reason, :now, :run, 1)"
        " ON CONFLICT (job, client_id) DO UPDATE SET reason = :reason, run_id = :run,"
        " tries = job_aside.tries + 1",
        {"job": job, "client": client, "reason": reason, "now": now_us, "run": run},
    )


def take_back(unit: Unit, job: str, clients: Sequence[int]) -> int:
    """These clients have been done after all; how many of them were aside."""
    return unit.run(
        "DELETE FROM job_aside WHERE job = ? AND client_id IN (SELECT value FROM ints(?))",
        (job, as_list(clients)),
    )


def aside_ids(rows: Rows, job: str) -> list[int]:
    return [
        client
        for (client,) in rows.rows(
            "SELECT client_id FROM job_aside WHERE job = ? ORDER BY client_id", (job,)
        )
    ]


def aside_counts(rows: Rows) -> dict[str, int]:
    return dict(rows.rows("SELECT job, count(*) FROM job_aside GROUP BY job ORDER BY job"))


def asides(rows: Rows, job: str | None, limit: int) -> list[AsideRow]:
    """The clients set aside by a job or by all, the longest first."""
    found = rows.rows(
        "SELECT a.job, coalesce(c.key, ''), coalesce(c.name, ''), a.reason, a.since_us,"
        " a.run_id, a.tries FROM job_aside a LEFT JOIN client c ON c.id = a.client_id"
        " WHERE :job IS NULL OR a.job = :job"
        " ORDER BY a.since_us, a.job, a.client_id LIMIT :limit",
        {"job": job, "limit": limit},
    )
    return [
        AsideRow(owner, key, name, reason, from_micros(since), run, tries)
        for owner, key, name, reason, since, run, tries in found
    ]

"""What the store keeps of scaling: what the last check saw, and whom it started."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from core.jobs.scaling import Streak
from storage.engine.reader import Rows
from storage.store.reads import settings

if TYPE_CHECKING:
    from storage.engine.unit import Unit

MOST = "worker.max"
_STATE = "worker.scale"
_TIMED = 20


class Scaled(NamedTuple):
    """The streak of checks, and (process, host) of the workers that scaling started."""

    streak: Streak
    started: tuple[tuple[int, str], ...]


def scaled(rows: Rows) -> Scaled:
    text = settings(rows).get(_STATE)
    if text is None:
        return Scaled(Streak(), ())
    found = json.loads(text)
    started = tuple((int(pid), str(host)) for pid, host in found["started"])
    return Scaled(Streak(int(found["above"]), int(found["below"])), started)


def put_scaled(unit: Unit, state: Scaled) -> None:
    from storage.store.writes import put_setting

    streak, started = state
    told = {"above": streak.above, "below": streak.below, "started": started}
    put_setting(unit, _STATE, json.dumps(told))


def most_set(rows: Rows) -> int | None:
    """How many workers may run; None: nobody has said."""
    text = settings(rows).get(MOST)
    return None if text is None else int(text)


def waiting_by_job(rows: Rows) -> dict[str, tuple[int, int]]:
    """Job to how many requests wait, and since when the oldest does (microseconds)."""
    return {
        job: (int(number), int(since))
        for job, number, since in rows.rows(
            "SELECT job, count(*), min(asked_us) FROM job_request WHERE state = 'waiting'"
            " GROUP BY job ORDER BY job"
        )
    }


def took_s(rows: Rows, job: str) -> list[float]:
    """Seconds that the last runs of a job took that came to their end, 20 at most."""
    return [
        max(0, ended - started) / 1_000_000
        for started, ended in rows.rows(
            "SELECT started_us, ended_us FROM job_run WHERE job = ? AND ended_us IS NOT NULL"
            f" AND state <> 'skipped' ORDER BY id DESC LIMIT {_TIMED}",
            (job,),
        )
    ]


def ask_stop_of(unit: Unit, holder: str) -> bool:
    """Ask one worker to stop; whether it had not been asked before."""
    return bool(unit.run("UPDATE worker SET stop = 1 WHERE holder = ? AND stop = 0", (holder,)))

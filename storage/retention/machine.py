"""What the program keeps of its own running: what is old of it, and taking it away.

Numbers are made from the greatest one there is, so the newest row of a table stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.engine.params import as_list
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

RUNS_KEPT = 100
"""So many runs of each job stay, however old: its standing is told from them."""
_CHUNK = 5_000
_HOURS = 100
_HOUR_US = 3_600_000_000


class _Part(NamedTuple):
    """Rows of one table, by their key; `at` is when they were of use last."""

    table: str
    key: str
    at: str
    where: str


_NEWEST = "id < (SELECT max(x.id) FROM {table} x)"
_PARTS: dict[str, tuple[_Part, ...]] = {
    "alerts": (
        _Part(
            "alert", "id", "closed_us",
            f"open_key IS NULL AND {_NEWEST} AND NOT EXISTS (SELECT 1 FROM alert_delivery d"
            " WHERE d.alert_id = alert.id AND d.state IN ('waiting', 'sending'))",
        ),
    ),
    "deliveries": (
        _Part(
            "alert_delivery", "id", "ended_us",
            f"state IN ('done', 'dead', 'dropped') AND {_NEWEST} AND coalesce(seq, 0)"
            " < (SELECT coalesce(max(y.seq), 1) FROM alert_delivery y)",
        ),
    ),
    "runs": (
        _Part(
            "job_run", "id", "ended_us",
            f"{_NEWEST} AND id NOT IN (SELECT value FROM ints(:kept))",
        ),
        _Part("job_request", "id", "asked_us", f"state IN ('done', 'cancelled') AND {_NEWEST}"),
    ),
    "faults": (_Part("fault", "ref", "last_us", "ref IS NOT NULL"),),
}  # fmt: skip


def old(rows: Rows, name: str, cut_us: int) -> tuple[int, int | None]:
    """How many rows of a class were of use last before `cut_us`, and the first such
    time (microseconds)."""
    if name == "timings":
        found = rows.one(
            "SELECT count(*), min(hour) FROM timing WHERE hour < ?", (cut_us // _HOUR_US,)
        )
        assert found is not None
        return int(found[0]), None if found[1] is None else int(found[1]) * _HOUR_US
    count, first = 0, None
    for part in _PARTS[name]:
        found = rows.one(
            f"SELECT count(*), min({part.at}) FROM {part.table} WHERE {_due(part)}",
            _params(rows, part, cut_us),
        )
        assert found is not None
        count += int(found[0])
        first = min((at for at in (first, found[1]) if at is not None), default=None)
    return count, first


def delete_old(unit: Unit, name: str, cut_us: int) -> int:
    """Delete rows of a class from before `cut_us`, 5,000 of a table at most; how many
    went, 0 when none is left."""
    if name == "timings":
        return unit.run(
            "DELETE FROM timing WHERE hour IN (SELECT DISTINCT hour FROM timing"
            f" WHERE hour < ? ORDER BY hour LIMIT {_HOURS})",
            (cut_us // _HOUR_US,),
        )
    return sum(
        unit.run(
            f"DELETE FROM {part.table} WHERE {part.key} IN (SELECT {part.key}"
            f" FROM {part.table} WHERE {_due(part)} ORDER BY {part.key} LIMIT {_CHUNK})",
            _params(unit, part, cut_us),
        )
        for part in _PARTS[name]
    )


def _due(part: _Part) -> str:
    return f"{part.at} < :cut AND {part.where.format(table=part.table)}"


def _params(rows: Rows, part: _Part, cut_us: int) -> dict[str, object]:
    if ":kept" not in part.where:
        return {"cut": cut_us}
    return {"cut": cut_us, "kept": as_list(_kept_runs(rows))}


def _kept_runs(rows: Rows) -> list[int]:
    """The newest runs of each job, the last that went well, and those that are to be
    tried again or have set somebody aside."""
    kept: set[int] = set()
    for (job,) in rows.rows("SELECT DISTINCT job FROM job_run ORDER BY job"):
        for statement in (
            f"SELECT id FROM job_run WHERE job = ? ORDER BY id DESC LIMIT {RUNS_KEPT}",
            "SELECT max(id) FROM job_run WHERE job = ? AND state = 'ok'",
        ):
            kept.update(number for (number,) in rows.rows(statement, (job,)) if number)
    for statement in (
        "SELECT retry_id FROM job_state WHERE retry_id IS NOT NULL",
        "SELECT run_id FROM job_aside WHERE run_id IS NOT NULL",
        "SELECT run_id FROM job_request WHERE state = 'taken' AND run_id IS NOT NULL",
    ):
        kept.update(number for (number,) in rows.rows(statement))
    return sorted(kept)

"""Counted times of workers, by hour of the machine's clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def add_timings(unit: Unit, hour: int, counted: Iterable[tuple[str, int, int, int]]) -> None:
    """Add (kind, step, count, microseconds in all) to an hour."""
    for kind, upto, count, total in counted:
        unit.run(
            "INSERT INTO timing (hour, kind, upto_us, count, sum_us)"
            " VALUES (:hour, :kind, :upto, :count, :total)"
            " ON CONFLICT (hour, kind, upto_us) DO UPDATE SET"
            " count = timing.count + excluded.count, sum_us = timing.sum_us + excluded.sum_us",
            {"hour": hour, "kind": kind, "upto": upto, "count": count, "total": total},
        )


def timings(rows: Rows, since: int) -> dict[str, dict[int, int]]:
    """How many times by kind and step, from an hour on."""
    found: dict[str, dict[int, int]] = {}
    for kind, upto, count in rows.rows(
        "SELECT kind, upto_us, sum(count) FROM timing WHERE hour >= ?"
        " GROUP BY kind, upto_us ORDER BY kind, upto_us",
        (since,),
    ):
        found.setdefault(kind, {})[int(upto)] = int(count)
    return found

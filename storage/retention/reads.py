"""Reading what is due, and up to which day raw facts are gone."""

from __future__ import annotations

from typing import NamedTuple

from core.store.retention import MONTHS
from storage.engine.reader import Rows
from storage.retention.bounded import Count, bounded
from storage.simulations.used import first_simulated_day, newest_used_day

CUT = "retention.{name}.cut"
# What is deleted of each class: increments of the rollup, and all other events.
_KINDS = {
    "telemetry": "kind IN ('calls', 'logins')",
    "events": "kind NOT IN ('calls', 'logins')",
}


class Policy(NamedTuple):
    """A policy as it stands; `set_us` in microseconds."""

    name: str
    days: int
    basis: str
    set_us: int


def policies(rows: Rows) -> dict[str, Policy]:
    """All policies by class."""
    found = rows.rows("SELECT name, days, basis, set_us FROM retention_policy ORDER BY name")
    return {row[0]: Policy(*row) for row in found}


def cut_of(rows: Rows, name: str) -> int | None:
    """The last day up to which raw rows of a class are gone, or are being deleted;
    None: none ever were."""
    found = rows.value("SELECT value FROM setting WHERE name = ?", (CUT.format(name=name),))
    return None if found is None else int(found)


def closed_day_of(rows: Rows) -> int | None:
    """The last day of which no use is taken in any more: its raw rows are gone, or its
    days are folded into months; None: every day is open."""
    cuts = (cut_of(rows, name) for name in ("telemetry", MONTHS))
    return max((cut for cut in cuts if cut is not None), default=None)


def newest_day(rows: Rows, today: int) -> int | None:
    """The day of the newest fact up to today; what a simulation adds is none."""
    told = rows.value("SELECT max(day) FROM event WHERE day <= ?", (today,))
    days = (told, newest_used_day(rows, today))
    return max((day for day in days if day is not None), default=None)


def held_back(rows: Rows, name: str, cut: int | None) -> int | None:
    """The first day that a run of a simulation needs, where a class would lose it by a
    cut; None where nothing is held back."""
    first = first_simulated_day(rows) if name != "events" else None
    return None if first is None or cut is None or first > cut else first


def about_due(rows: Rows, name: str, cut: int) -> Count:
    """As `due`, without going through all of them: where they are many, some days
    stand for all."""
    return bounded(rows, "event", _KINDS[name], cut)


def due(rows: Rows, name: str, cut: int) -> tuple[int, int | None]:
    """How many rows of a class are of a day up to `cut`, and the first such day."""
    found = rows.one(
        f"SELECT count(*), min(day) FROM event WHERE day <= ? AND {_KINDS[name]}", (cut,)
    )
    assert found is not None
    return int(found[0]), found[1]


def next_due_day(rows: Rows, name: str, after: int, cut: int) -> int | None:
    """The first day behind another one that has rows of a class, up to `cut`."""
    found: int | None = rows.value(
        f"SELECT day FROM event WHERE day > ? AND day <= ? AND {_KINDS[name]}"
        " ORDER BY day LIMIT 1",
        (after, cut),
    )
    return found


def of_day(name: str) -> str:
    """SQL: rows of a class on the day `:day`."""
    return f"day = :day AND {_KINDS[name]}"

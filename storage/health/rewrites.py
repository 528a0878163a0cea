"""Writing standings: what differs, and all that follows from it, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.clients.tables import Client, ClientArr
from storage.engine.unit import Unit, bulk_delete, bulk_insert, bulk_update
from storage.health.facets import FacetKey, FacetSums, add_facets
from storage.health.score_days import Bins, Days, add_days, add_steps, running, steps_of
from storage.health.standings import CLIENT_SET, HISTORY_COLUMNS, SCORE_SET, SHOWN_SET
from storage.health.tables import ArrHistory, Score, ScoreHistory

Row = tuple[Any, ...]
_SCORED = (*SCORE_SET, "scored_us", "run_id", "week")
_LIVES = ("client_id", "day", "live", "arr_minor")


@dataclass(slots=True)
class Rewrite:
    """What to write of some clients. Rows begin with the client: `placed` go on
    with CLIENT_SET, `shown` with SHOWN_SET, `scores` with SCORE_SET and scored_us,
    run_id and week, `weeks` with the week alone, `arr` with currency and minor
    units (all of `arr_of`), `lives` with day, live and ARR; `history` are whole
    rows. `facets` and `bins` (of today) are differences; `changed` tells how many
    standings differ."""

    placed: list[Row] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)
    scores: list[Row] = field(default_factory=list)
    weeks: list[Row] = field(default_factory=list)
    arr_of: list[Row] = field(default_factory=list)
    arr: list[Row] = field(default_factory=list)
    lives: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    facets: Mapping[FacetKey, FacetSums] = field(default_factory=dict)
    bins: Bins = field(default_factory=dict)
    changed: int = 0


def put_rewrite(unit: Unit, rewrite: Rewrite, day: int, newest: int) -> None:
    """Write a rewrite made on `day`. Where later days have been counted already (a
    clock that was set back), each of them changes as its own history says."""
    historic = sorted({row[0] for row in (*rewrite.lives, *rewrite.history)})
    later = newest > day and bool(historic)
    steps: Days = {}
    if later:
        add_steps(steps, steps_of(unit, historic), -1)
    _put_clients(unit, rewrite)
    put_lives(unit, rewrite.lives)
    put_history(unit, rewrite.history)
    add_facets(unit, rewrite.facets)
    if later:
        add_steps(steps, steps_of(unit, historic))
        add_days(unit, dict(running(steps, range(day, newest + 1))))
    elif newest <= day:
        add_days(unit, {day: rewrite.bins})


def _put_clients(unit: Unit, rewrite: Rewrite) -> None:
    unit.bulk(bulk_update(Client, ("id",), replace=CLIENT_SET), rewrite.placed)
    unit.bulk(bulk_update(Client, ("id",), replace=SHOWN_SET), rewrite.shown)
    unit.bulk(bulk_update(Score, ("client_id",), replace=_SCORED), rewrite.scores)
    unit.bulk(bulk_update(Score, ("client_id",), replace=("week",)), rewrite.weeks)
    unit.bulk(bulk_delete(ClientArr, ("client_id",)), rewrite.arr_of)
    arr = bulk_insert(ClientArr, ("client_id", "currency", "arr_minor"))
    unit.bulk(arr, rewrite.arr)


def put_lives(unit: Unit, rows: list[Row]) -> None:
    """Whether clients were live from a day on, and their ARR: (client, day, live,
    ARR); a row of the same day is replaced."""
    statement = bulk_insert(
        ArrHistory, _LIVES, conflict="update", keys=_LIVES[:2], replace=_LIVES[2:]
    )
    unit.bulk(statement, rows)


def put_history(unit: Unit, rows: list[Row]) -> None:
    """History rows (HISTORY_COLUMNS); a row of the same day is replaced."""
    statement = bulk_insert(
        ScoreHistory,
        HISTORY_COLUMNS,
        conflict="update",
        keys=HISTORY_COLUMNS[:2],
        replace=HISTORY_COLUMNS[2:],
    )
    unit.bulk(statement, rows)

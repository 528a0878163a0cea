"""Writing the history of past days again: what differs, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.health.week import ASK
from storage.engine.reader import Rows
from storage.engine.unit import Unit, bulk_delete
from storage.health.chosen import Chosen
from storage.health.marks import drop_past_views, mark_changed
from storage.health.rewrites import put_history, put_lives
from storage.health.score_days import Days, add_days, add_steps, running, steps_of
from storage.health.tables import ArrHistory, ScoreHistory

Row = tuple[Any, ...]
_KEYS = ("client_id", "day")


@dataclass(slots=True)
class PastRewrite:
    """Rows of history to put and keys (client, day) to take away, of scores and of
    lives. `days` are the differences of each day's bins; None: they are found out
    while writing. `later` tells how many rows of both histories stood behind the
    days when those differences were made: they hold with no others."""

    history: list[Row] = field(default_factory=list)
    history_gone: list[Row] = field(default_factory=list)
    lives: list[Row] = field(default_factory=list)
    lives_gone: list[Row] = field(default_factory=list)
    days: Days | None = None
    later: tuple[int, int] = (0, 0)

    def clients(self) -> list[int]:
        rows = (*self.history, *self.history_gone, *self.lives, *self.lives_gone)
        return sorted({row[0] for row in rows})


def put_past(
    unit: Unit, rewrite: PastRewrite, ids: Sequence[int], days: tuple[int, int], newest: int
) -> None:
    """Write what differs of some clients on days from the first to the last of
    `days`; those up to `newest` are counted. Whose history changed has to be scored
    anew, and asked."""
    clients = rewrite.clients()
    if not clients:
        return
    made = rewrite.days
    if made is not None and later_rows(unit, ids, days[1] + 1) != rewrite.later:
        made = None
    steps: Days = {}
    if made is None:
        add_steps(steps, steps_of(unit, clients), -1)
    unit.bulk(bulk_delete(ScoreHistory, _KEYS), rewrite.history_gone)
    unit.bulk(bulk_delete(ArrHistory, _KEYS), rewrite.lives_gone)
    put_history(unit, rewrite.history)
    put_lives(unit, rewrite.lives)
    if made is None:
        add_steps(steps, steps_of(unit, clients))
        made = dict(running(steps, range(days[0], newest + 1)))
    add_days(unit, made)
    _ask_again(unit, clients)
    mark_changed(unit, clients, "history")
    # A look takes the formula of a day from the history that was just written.
    drop_past_views(unit, 0)


def later_rows(rows: Rows, ids: Sequence[int], day: int) -> tuple[int, int]:
    """How many rows of both histories these clients have from a day on."""
    chosen = Chosen(ids, exact=True)
    scores, lives = (
        rows.value(
            f"SELECT count(*) FROM {table} WHERE {chosen.where('client_id')} AND day >= :day",
            {**chosen.params, "day": day},
        )
        for table in ("score_history", "arr_history")
    )
    return int(scores), int(lives)


def _ask_again(unit: Unit, clients: Sequence[int]) -> None:
    chosen = Chosen(clients, exact=True)
    unit.run(f"UPDATE score SET week = {ASK} WHERE {chosen.where('client_id')}", chosen.params)

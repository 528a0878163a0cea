"""What a store should say of the past, straight from the ledger of its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from core.health.types import HealthConfig
from core.values.instants import day_end, to_micros
from storage.health.config import current_config
from storage.health.formulas import formula_named
from tests.fixtures.ledger import ALWAYS, Ledger
from tests.stateful.content import DAYS, scores_by_day

Told = list[tuple[str, int | None, str]]
"""(key, score, tier), by key."""


def told_of(ctx: Context, ledger: Ledger, then: datetime, *, known: bool) -> Told:
    """How the clients that had started stood, under the formula that their history
    names for the day; with `known` from what was known then alone."""
    limit = to_micros(then) if known else ALWAYS
    day = replace(ctx, as_of=then).today
    told = []
    for key, fact in ledger.clients.items():
        if fact.start is None or fact.start <= day:
            that_day = replace(ledger, config=formula_of(ctx, key, day))
            health = that_day.standing(key, then, limit).health
            told.append((key, health.score, health.tier))
    return sorted(told)


def formula_of(ctx: Context, key: str, day: int) -> HealthConfig:
    """The formula of the row that stood at the end of the day; before the first row,
    that of the first; without any, the one in force."""
    with ctx.store.reader() as reader:
        rows = reader.rows(
            "SELECT h.day, h.config FROM score_history h JOIN client c"
            " ON c.id = h.client_id WHERE c.key = ? ORDER BY h.day",
            (key,),
        )
        stood = [name for each, name in rows if each <= day][-1:]
        names = stood or [name for _, name in rows[:1]]
        found = formula_named(reader, names[0]) if names else None
        return current_config(reader) if found is None else found


def listed(ctx: Context, then: datetime, *, known: bool = False) -> Told:
    """What the list of a past moment says."""
    past = replace(ctx, as_of=then, as_known=known)
    return sorted((row.key, row.score, row.tier) for row in clients.page(past, limit=99).rows)


def history_follows(ctx: Context, ledger: Ledger) -> None:
    """The last 90 evenings of the history are what the facts make of them."""
    said = _history(ctx)
    for back in range(1, DAYS + 1, 4):
        day = ctx.today - back
        told = told_of(ctx, ledger, day_end(day, ctx.zone), known=False)
        scores = {key: score for key, score, _ in told if score is not None}
        assert said[day] == scores, f"{back} days back"


def looks_agree(ctx: Context, ledger: Ledger, days_back: Sequence[int]) -> None:
    """The list of a past evening says what the history says; and where only what was
    known then counts, what was told later does not show."""
    said = _history(ctx)
    for back in days_back:
        then = day_end(ctx.today - back, ctx.zone)
        scores = {key: score for key, score, _ in listed(ctx, then) if score is not None}
        assert scores == said[ctx.today - back], f"{back} days back"
        known = listed(ctx, then, known=True)
        assert known == told_of(ctx, ledger, then, known=True), f"{back} days back"


def _history(ctx: Context) -> dict[int, dict[str, int]]:
    """Day to public id to the score that the history gives for the day's end."""
    with ctx.store.reader() as reader:
        history = scores_by_day(reader, ctx.today)
        keys = dict(reader.rows("SELECT id, key FROM client"))
    found: dict[int, dict[str, int]] = {}
    for client, days in history.items():
        for day, said in days:
            scores = found.setdefault(day, {})
            if said is not None:
                scores[keys[client]] = said[0]
    return found

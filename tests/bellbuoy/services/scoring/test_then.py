"""A past day opens with the formula of that day, whatever is in force now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest

from bellbuoy.services import client_detail, clients, formula, health
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.clients.types import ClientRow
from core.health.types import Baseline, HealthConfig, HealthExplanation
from core.values.instants import day_end
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, incident, logins, store
from tests.fixtures.stores import NewStore, move

FIRST, CHANGED, LAST = TODAY - 12, TODAY - 4, TODAY
SECOND = HealthConfig(
    weights=(10, 80, 10), baseline=Baseline(4000, 3), healthy_from=80, at_risk_from=60,
    plans=(("Pro", Baseline(900, 2)),),
)  # fmt: skip
NAMES = ("a", "b", "own", "new")


@dataclass(frozen=True)
class Evening:
    """What was said at the end of a day, on that day."""

    rows: dict[str, ClientRow]
    why: dict[str, HealthExplanation]


@dataclass(frozen=True)
class Diary:
    ctx: Context
    evenings: dict[int, Evening]


@pytest.fixture(scope="module")
def diary(new_store: NewStore) -> Diary:
    """Scored every evening; the formula changes on one of the days."""
    ctx = new_store(at=day_end(FIRST, ZoneInfo("UTC")))
    store(ctx, "client", [
        client("a", TODAY - 90), client("b", TODAY - 90, plan="pro"),
        client("own", TODAY - 90, baseline_calls=500), client("new", TODAY - 15),
    ])  # fmt: skip
    evenings: dict[int, Evening] = {}
    for day in range(FIRST, LAST + 1):
        move(ctx, day_end(day, ctx.zone))
        # Of the day itself: nothing becomes known later.
        store(ctx, "event", [
            *(calls(ctx, f"c{n}{day}", n, day, 40 + 13 * (day % 7)) for n in NAMES[:3]),
            *(logins(ctx, f"l{n}{day}", n, day, day % 2) for n in NAMES[1:]),
        ])  # fmt: skip
        if day == FIRST + 2:
            store(ctx, "incident", [incident("i", "b", ctx.present)])
        if day == CHANGED:
            set_formula(ctx, SECOND)
        recompute(ctx)
        evenings[day] = Evening(
            {row.key: row for row in clients.page(ctx).rows},
            {name: health.explain(ctx, name) for name in NAMES},
        )
    return Diary(ctx, evenings)


DAYS = list(range(FIRST, LAST + 1))


def at(diary: Diary, day: int) -> Context:
    return diary.ctx.looking_at(day_end(day, diary.ctx.zone))


@pytest.mark.parametrize("day", DAYS[:-1])
def test_what_was_explained_then_is_explained_again(diary: Diary, day: int) -> None:
    version = "health/1" if day < CHANGED else "health/2"
    for name, said in diary.evenings[day].why.items():
        found = health.explain(at(diary, day), name)
        assert found.earned.config == found.lost.config == version
        same = replace(
            found, run=said.run, scored_at=said.scored_at, change=None, what_if=said.what_if,
            change_from=said.change_from, score_before=said.score_before,
        )  # fmt: skip
        assert same == replace(said, change=None)
        assert found.what_if == said.what_if
        shown = client_detail.show(at(diary, day), name)
        assert shown.config == version
        assert shown.points == tuple(part.points for part in said.earned.parts)
        assert shown.weights == tuple(part.weight for part in said.earned.parts)


@pytest.mark.parametrize("day", [FIRST + 8, CHANGED, LAST - 1])
def test_lists_say_what_they_said_then(diary: Diary, day: int) -> None:
    for row in clients.page(at(diary, day)).rows:
        said = diary.evenings[day].rows[row.key]
        assert (row.score, row.tier, row.top_reason) == (said.score, said.tier, said.top_reason)
        if said.delta7 is not None:
            assert row.delta7 == said.delta7


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (before, now)
        for before in (FIRST, CHANGED - 1, CHANGED)
        for now in (CHANGED, LAST - 1, LAST)
        if before < now
    ],
)
def test_the_step_of_the_formula_is_a_bar_of_its_own(
    diary: Diary, before: int, now: int
) -> None:
    ctx = diary.ctx if now == LAST else at(diary, now)
    stepped: set[str] = set()
    for name in NAMES:
        found = health.explain(ctx, name, against=before)
        was, is_now = (diary.evenings[day].why[name] for day in (before, now))
        assert (found.score, found.score_before) == (is_now.score, was.score)
        assert found.change is not None
        assert found.change.total == (is_now.score or 0) - (was.score or 0)
        bars = {part.id: part.points for part in found.change.parts}
        assert sum(bars.values()) == found.change.total
        steps = [part for part in found.change.parts if part.id == "config"]
        assert all(step.value == "health/1 → health/2" for step in steps)
        stepped |= {name} if steps else set()
    assert bool(stepped) == (before < CHANGED)


def test_a_look_back_from_before_has_no_step(diary: Diary) -> None:
    for name in NAMES:
        found = health.explain(at(diary, CHANGED - 1), name, against=FIRST)
        assert found.change is not None
        assert "config" not in {part.id for part in found.change.parts}


def test_history_of_a_past_moment_names_both_formulas(diary: Diary) -> None:
    for name in NAMES:
        _, points = health.history(at(diary, LAST - 1), name, days=LAST - FIRST)
        stood = {}
        for point in points:
            stood[point.day] = point
            said = diary.evenings[point.day].why[name]
            assert (point.score, point.tier) == (said.score, said.tier)
            assert point.config == said.earned.config
        assert stood[CHANGED].config == "health/2"


def test_usage_is_held_against_the_baseline_of_then(diary: Diary) -> None:
    assert client_detail.usage(at(diary, CHANGED - 1), "b").baseline == Baseline()
    assert client_detail.usage(at(diary, CHANGED), "b").baseline == Baseline(900, 2)
    assert client_detail.usage(at(diary, CHANGED), "own").baseline == Baseline(500, 3)


def test_another_formula_today_moves_no_day_of_before(diary: Diary) -> None:
    day = CHANGED - 2
    before = [health.explain(at(diary, day), name) for name in NAMES]
    listed = [(row.key, row.score) for row in clients.page(at(diary, day)).rows]
    ctx = diary.ctx
    formula.rollback(ctx, "health/1")
    recompute(ctx)
    formula.rollback(ctx, "health/2")
    recompute(ctx)
    assert [health.explain(at(diary, day), name) for name in NAMES] == before
    assert [(row.key, row.score) for row in clients.page(at(diary, day)).rows] == listed
    assert health.explain(at(diary, LAST - 1), "a").earned.config == "health/2"
    assert health.explain(ctx, "a").earned.config == "health/4"


def test_facts_that_come_late_leave_each_day_its_formula(diary: Diary) -> None:
    """The last test of the diary: it changes what was known."""
    ctx = diary.ctx
    late = [calls(ctx, "late", "a", FIRST + 1, 3000), logins(ctx, "lt", "a", FIRST + 1, 9)]
    store(ctx, "event", late, historical=True)
    recompute(ctx)
    assert backfill(ctx).rows
    with ctx.reader() as reader:
        rows = reader.rows(
            "SELECT day, config, backfilled FROM score_history h JOIN client c"
            " ON c.id = h.client_id WHERE c.key = 'a' AND day < ? ORDER BY day",
            (LAST,),
        )
    assert {config for day, config, _ in rows if day < CHANGED} == {"health/1"}
    assert {config for day, config, _ in rows if day >= CHANGED} == {"health/2"}
    found = health.explain(at(diary, CHANGED - 1), "a")
    assert found.earned.config == "health/1"
    assert found.score != diary.evenings[CHANGED - 1].why["a"].score

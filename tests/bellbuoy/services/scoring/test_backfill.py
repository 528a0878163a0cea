"""History of past days, computed again where facts about them came in."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.scoring import backfill as module
from bellbuoy.services.scoring import past_few
from bellbuoy.services.scoring import recompute as scoring
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.moment import PastTarget, end_of_day
from bellbuoy.services.scoring.past_bulk import PastBulk
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.scoring.series import history_rows, is_month_end
from core.events.types import DayTotalFact
from core.health.trend import score_at
from core.health.types import Baseline, HealthConfig
from core.values.errors import ConflictError
from core.values.instants import date_of, day_end
from storage.health.marks import mark_history
from storage.jobs.lease import acquire
from tests.fixtures.counted import assert_counted
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY, Story, Told, lives, stories, telling, usage
from tests.fixtures.facts import calls, client, logins, store
from tests.fixtures.stores import NOW, NewStore, move
from tests.fixtures.told import tell

DAYS = 50


def history(ctx: Context, number: int = 1) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT day, score, tier, backfilled FROM score_history WHERE client_id = ?"
            " ORDER BY day",
            (number,),
        )


def due(ctx: Context) -> dict[int, int]:
    with ctx.reader() as reader:
        return dict(reader.rows("SELECT client_id, gen FROM history_due"))


@given(story=stories(), scored=st.booleans(), arrays=st.booleans())
@settings(max_examples=examples(12, 300), deadline=None)
def test_history_is_what_each_evening_s_facts_say(
    new_store: NewStore, story: Story, scored: bool, arrays: bool
) -> None:
    """Client by client or in arrays, and the days add up to it."""
    ctx, ledger = tell(new_store, story)
    if scored:
        recompute(ctx)
    with ctx.store.unit() as unit:
        mark_history(unit, [1, 2, 3])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", 0 if arrays else 10)
        backfill(ctx, days=DAYS)
    assert due(ctx) == {}
    assert_counted(ctx, settled=False)
    for number, key in enumerate(ledger.clients, 1):
        rows = [row for row in history(ctx, number) if row[0] < TODAY]
        scores = [(day, score) for day, score, *_ in rows]
        for day in range(TODAY - DAYS, TODAY):
            evening = day_end(day, ledger.zone)
            assert score_at(scores, day) == ledger.score(key, evening), (key, date_of(day))
        for (_, *before, _), (day, *said, _) in pairwise(rows):
            assert before != said or is_month_end(day)
        assert all(flag for *_, flag in rows)


@given(story=stories(), days=st.integers(1, 60), month=st.booleans())
@settings(max_examples=examples(12, 300), deadline=None)
def test_arrays_give_the_rows_of_one_client_after_the_other(
    new_store: NewStore, story: Story, days: int, month: bool
) -> None:
    ctx, _ = tell(new_store, story)
    # The 31st of March lies ahead of the story: a month's end is among the days.
    last = TODAY + (17 if month else 0)
    moments = [end_of_day(day, ctx.zone) for day in range(last - days, last)]
    config = HealthConfig(plans=(("pro", Baseline(10, 1)),))
    with ctx.reader() as reader:
        rows = history_rows(reader, [1, 2, 3], moments, config, 77)
        target = PastTarget(moments, config, "USD", 77, last)
        assert PastBulk(reader, [1, 2, 3], target).history() == rows


class Step(NamedTuple):
    """What happens next: a clock that moves by hours, then facts, then work."""

    hours: int
    late: list[Told]
    work: str
    arrays: bool


steps = st.builds(
    Step,
    st.integers(-24 * 12, 24 * 12),
    st.lists(usage(20, 3) | telling("client", lives(20).map(itemgetter(0)), 2), max_size=2),
    st.sampled_from(("recompute", "backfill", "both")),
    st.booleans(),
)


@given(story=stories(span=20, most=3), course=st.lists(steps, min_size=1, max_size=5))
@settings(max_examples=examples(12, 300), deadline=None)
def test_counters_and_days_hold_whatever_comes_in_which_order(
    new_store: NewStore, story: Story, course: list[Step]
) -> None:
    ctx, _ = tell(new_store, story)
    for step in course:
        for told in step.late:
            store(ctx, told.kind, told.facts, told.source)
        move(ctx, NOW + timedelta(hours=step.hours))
        with pytest.MonkeyPatch.context() as patch:
            if step.arrays:
                patch.setattr(module, "FEW", 0)
                patch.setattr(scoring, "FEW", 0)
            if step.work != "recompute":
                backfill(ctx, days=15)
                assert_counted(ctx, settled=False)
            if step.work != "backfill":
                recompute(ctx)
                assert_counted(ctx)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store("America/New_York", NOW - timedelta(days=30))
    store(ctx, "client", [client(name, TODAY - 200) for name in "abc"])
    store(ctx, "event", [logins(ctx, f"l{n}", n, TODAY - 30, 10) for n in "abc"])
    recompute(ctx)
    backfill(ctx)
    recompute(ctx)
    assert due(ctx) == {}
    return ctx


def test_late_facts_rewrite_the_days_that_they_speak_of(ctx: Context) -> None:
    move(ctx, NOW)
    recompute(ctx)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    assert due(ctx) == {1: 1}
    done = backfill(ctx)
    assert done.rows == 1
    with ctx.reader() as reader:
        marks = reader.rows("SELECT client_id, reason FROM changed_client")
    assert marks == [(1, "history")]
    scores = [(day, score) for day, score, *_ in history(ctx)]
    assert (score_at(scores, TODAY - 10) or 0) > (score_at(scores, TODAY - 11) or 0)


def test_facts_of_today_alone_put_no_history_in_the_queue(ctx: Context) -> None:
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, "now", "a", TODAY, 5000)])
    assert due(ctx) == {}


def test_rows_that_say_nothing_new_any_more_are_deleted(ctx: Context) -> None:
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    backfill(ctx)
    assert TODAY - 10 in {day for day, *_ in history(ctx)}
    store(ctx, "day_total", [DayTotalFact("a", TODAY - 10, 0, None)])
    backfill(ctx)
    # Calls are known since that day, so that it is a step still: to a real zero.
    by_day = {day: score for day, score, *_ in history(ctx)}
    assert by_day[TODAY - 10] < by_day[TODAY - 30]
    store(ctx, "client", [client("a", TODAY - 200, ended=TODAY - 60)])
    backfill(ctx)
    assert {score for _, score, *_ in history(ctx)} == {None}


def test_a_second_run_changes_nothing(ctx: Context) -> None:
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    backfill(ctx)
    before = history(ctx)
    with ctx.store.unit() as unit:
        mark_history(unit, [1])
    backfill(ctx)
    assert history(ctx) == before
    assert backfill(ctx).rows == 0


def test_today_is_left_to_the_recompute(ctx: Context) -> None:
    move(ctx, NOW)
    recompute(ctx)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    recompute(ctx)
    last = history(ctx)[-1]
    assert (last[0], last[-1]) == (TODAY, 0)
    backfill(ctx)
    assert history(ctx)[-1] == last


def test_what_comes_in_meanwhile_keeps_its_mark(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    whole = past_few.evenings_from_facts
    more = [calls(ctx, "later", "a", TODAY - 20, 5000)]

    def slow(*args: Any) -> Any:
        rows = whole(*args)
        if more:
            store(ctx, "event", [more.pop()])
        return rows

    monkeypatch.setattr(past_few, "evenings_from_facts", slow)
    backfill(ctx)
    assert due(ctx) == {1: 2}
    backfill(ctx)
    assert due(ctx) == {}
    scores = [(day, score) for day, score, *_ in history(ctx)]
    assert (score_at(scores, TODAY - 20) or 0) > (score_at(scores, TODAY - 21) or 0)


def test_it_stops_between_chunks_and_goes_on(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CELLS", 1)
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, f"e{n}", n, TODAY - 10, 5000) for n in "abc"])
    answers = iter((False, True))
    seen: list[tuple[int, int]] = []
    done = backfill(ctx, progress=lambda *at: seen.append(at), cancelled=lambda: next(answers))
    assert (done.rows, seen, set(due(ctx))) == (1, [(1, 3)], {2, 3})
    assert backfill(ctx).rows == 2


def test_a_former_leader_writes_nothing(ctx: Context) -> None:
    move(ctx, NOW)
    store(ctx, "event", [calls(ctx, "late", "a", TODAY - 10, 5000)])
    before = history(ctx)
    with ctx.store.unit() as unit:
        assert acquire(unit, "worker", "one", 0, 10) == 1
    with pytest.raises(ConflictError):
        backfill(ctx, fence=0)
    assert (history(ctx), due(ctx)) == (before, {1: 1})

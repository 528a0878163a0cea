"""Scores of today: of the clients that changed, and of all on a new day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.scoring import few
from bellbuoy.services.scoring import recompute as module
from bellbuoy.services.scoring.at import standings_at
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import frozen_at, set_clock, set_formula
from bellbuoy.services.store import check, failures
from core.health.trend import score_at
from core.health.types import Baseline, HealthConfig
from core.values.errors import ConflictError, UsageError
from core.values.instants import day_end, day_of, local_day
from storage.health.marks import mark_changed
from storage.health.queue import any_waiting, waiting
from storage.jobs.lease import acquire
from tests.fixtures.counted import assert_counted
from tests.fixtures.depth import examples
from tests.fixtures.drawn import TODAY, Story, stories
from tests.fixtures.facts import calls, client, incident, logins, store
from tests.fixtures.scored import fresh, rebuilt_windows, stored, windows
from tests.fixtures.stores import NOW, NewStore, move
from tests.fixtures.told import tell


@given(
    story=stories(),
    moves=st.lists(
        st.tuples(st.integers(-24 * 45, 24 * 45), st.booleans()), min_size=1, max_size=3
    ),
)
@settings(max_examples=examples(15, 300), deadline=None)
def test_the_clock_may_go_anywhere_and_scores_follow_from_the_facts(
    new_store: NewStore, story: Story, moves: list[tuple[int, bool]]
) -> None:
    """Client by client or in arrays, it is all the same."""
    ctx, ledger = tell(new_store, story)
    for hours, arrays in ((0, True), *moves):
        move(ctx, NOW + timedelta(hours=hours))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "FEW", 0 if arrays else 200)
            recompute(ctx)
        assert_counted(ctx)
        assert windows(ctx) == rebuilt_windows(ctx)
        assert stored(ctx) == fresh(ledger, ctx.present)
        assert trends(ctx) == trends_from_history(ctx)
        assert recompute(ctx).changed == 0


def trends(ctx: Context) -> dict[int, int | None]:
    with ctx.reader() as reader:
        return dict(reader.rows("SELECT id, delta7 FROM client"))


def trends_from_history(ctx: Context) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    with ctx.reader() as reader:
        for number, score in reader.rows("SELECT id, score FROM client"):
            rows = reader.rows(
                "SELECT day, score FROM score_history WHERE client_id = ? ORDER BY day",
                (number,),
            )
            before = score_at(rows, ctx.today - 7)
            found[number] = None if None in (score, before) else score - before
    return found


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """Three clients with some use, scored."""
    ctx = new_store("America/New_York")
    store(ctx, "client", [client(name, TODAY - 200) for name in "abc"])
    events = [calls(ctx, f"c{name}", name, TODAY - 2, 1000) for name in "abc"]
    store(ctx, "event", [*events, *(logins(ctx, f"l{n}", n, TODAY - 2, 10) for n in "abc")])
    recompute(ctx)
    return ctx


def queue(ctx: Context) -> dict[int, int]:
    with ctx.reader() as reader:
        return dict(reader.rows("SELECT client_id, gen FROM changed_client"))


def history(ctx: Context, number: int = 1) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT day, score, tier FROM score_history WHERE client_id = ? ORDER BY day",
            (number,),
        )


def scored_at(ctx: Context) -> list[int]:
    with ctx.reader() as reader:
        return [us for (us,) in reader.rows("SELECT scored_us FROM score ORDER BY client_id")]


def test_only_marked_clients_are_looked_at(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[list[int]] = []
    whole = standings_at

    def seen(reader: Any, ids: Any, *rest: Any) -> Any:
        looked.append(list(ids))
        return whole(reader, ids, *rest)

    monkeypatch.setattr(few, "standings_at", seen)
    before = scored_at(ctx)
    move(ctx, NOW + timedelta(hours=1))
    store(ctx, "event", [calls(ctx, "more", "b", TODAY, 500)])
    done = recompute(ctx)
    assert (looked, done.rows, done.changed) == ([[2]], 1, 1)
    after = scored_at(ctx)
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]


def test_a_mark_without_a_change_writes_nothing(ctx: Context) -> None:
    before = scored_at(ctx), history(ctx)
    move(ctx, NOW + timedelta(hours=1))
    with ctx.store.unit() as unit:
        mark_changed(unit, [1, 3], "test")
    done = recompute(ctx)
    assert (done.rows, done.changed) == (2, 0)
    assert (scored_at(ctx), history(ctx)) == before
    assert queue(ctx) == {}


def test_a_second_run_finds_nothing_to_do(ctx: Context) -> None:
    done = recompute(ctx)
    assert (done.rows, done.changed) == (0, 0)


def test_what_comes_in_meanwhile_keeps_its_mark(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(ctx, "event", [calls(ctx, "one", "a", TODAY, 500)])
    late = [calls(ctx, "two", "a", TODAY, 700)]
    whole = standings_at

    def slow(*args: Any) -> Any:
        standings = whole(*args)
        if late:
            store(ctx, "event", [late.pop()])
        return standings

    monkeypatch.setattr(few, "standings_at", slow)
    recompute(ctx)
    assert queue(ctx) == {1: 2}
    with ctx.reader() as reader:
        score = reader.value("SELECT score FROM client WHERE id = 1")
    recompute(ctx)
    with ctx.reader() as reader:
        assert reader.value("SELECT score FROM client WHERE id = 1") > score
    assert queue(ctx) == {}


def test_chunks_are_transactions_of_their_own(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    store(ctx, "event", [calls(ctx, f"n{name}", name, TODAY, 500) for name in "abc"])
    seen: list[tuple[int, int]] = []
    answers = iter((False, False, True))
    done = recompute(ctx, progress=lambda *at: seen.append(at), cancelled=lambda: next(answers))
    assert (done.rows, seen) == (2, [(1, 3), (2, 3)])
    assert set(queue(ctx)) == {3}
    assert recompute(ctx).rows == 1
    assert windows(ctx) == rebuilt_windows(ctx)


def test_a_new_day_marks_everyone_once(ctx: Context) -> None:
    def stamp() -> str:
        with ctx.reader() as reader:
            return str(reader.value("SELECT value FROM setting WHERE name = 'health.day'"))

    assert stamp() == f"{TODAY} health/1"
    move(ctx, day_end(TODAY, ctx.zone))
    assert recompute(ctx).rows == 0
    move(ctx, day_end(TODAY, ctx.zone) + timedelta(microseconds=1))
    assert recompute(ctx).rows == 3
    assert stamp() == f"{TODAY + 1} health/1"
    assert recompute(ctx).rows == 0


def test_another_formula_marks_everyone_and_names_itself(ctx: Context) -> None:
    set_formula(ctx, HealthConfig(baseline=Baseline(1000, 10)))
    with ctx.reader() as reader:
        assert (any_waiting(reader, "changed_client"), waiting(reader, "changed_client")) == (
            True,
            3,
        )
    assert recompute(ctx).changed == 3
    with ctx.reader() as reader:
        names = reader.rows("SELECT DISTINCT config FROM score")
        assert names == [("health/2",)]
        assert reader.rows("SELECT DISTINCT score FROM client") == [(100,)]


def test_history_has_a_row_when_the_score_changed_and_at_month_ends(ctx: Context) -> None:
    days = [TODAY + ahead for ahead in range(1, 40)]
    for day in days:
        move(ctx, day_end(day, ctx.zone) - timedelta(hours=2))
        recompute(ctx)
    rows = history(ctx)
    ends = {day_of(date(2026, 3, 31))}
    before: tuple[Any, ...] | None = None
    for day, *said in rows:
        assert tuple(said) != before or day in ends
        before = tuple(said)
    # The use of two days ago leaves the window 28 days ahead; then nothing moves.
    assert [day for day, *_ in rows] == [TODAY, *ends, TODAY + 28]


def test_a_score_that_moves_twice_a_day_leaves_one_row(ctx: Context) -> None:
    for hour, value in ((1, 100), (2, 900)):
        move(ctx, NOW + timedelta(hours=hour))
        store(ctx, "event", [calls(ctx, f"h{hour}", "a", TODAY, value, hours=15)])
        recompute(ctx)
    with ctx.reader() as reader:
        score = reader.value("SELECT score FROM client WHERE id = 1")
    assert [(day, said) for day, said, _ in history(ctx)] == [(TODAY, score)]


def test_who_has_left_gets_a_last_row_and_who_is_to_come_none(ctx: Context) -> None:
    store(ctx, "client", [client("a", TODAY - 200, ended=TODAY), client("d", TODAY + 2)])
    recompute(ctx)
    assert history(ctx, 1)[-1] == (TODAY, None, "unknown")
    assert history(ctx, 4) == []


def test_a_worker_that_no_longer_leads_is_refused(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        fence = acquire(unit, "worker", "one", 0, 10)
        assert fence is not None
        assert acquire(unit, "worker", "two", 20, 30) == fence + 1
    store(ctx, "event", [calls(ctx, "n", "a", TODAY, 500)])
    with pytest.raises(ConflictError, match="taken the lead"):
        recompute(ctx, fence=fence)
    assert set(queue(ctx)) == {1}
    assert recompute(ctx, fence=fence + 1).rows == 1


def test_a_run_signs_what_it_wrote(ctx: Context) -> None:
    store(ctx, "incident", [incident("i", "b", NOW)])
    recompute(ctx, run_id=17)
    with ctx.reader() as reader:
        runs = reader.rows("SELECT run_id FROM score ORDER BY client_id")
    assert runs == [(None,), (17,), (None,)]


@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=5)])
def test_an_incident_ahead_of_the_clock_counts_once_it_has_begun(
    ctx: Context, back: timedelta
) -> None:
    """A source's clock may go before ours, and ours may be set back."""
    store(ctx, "incident", [incident("i", "b", NOW + timedelta(minutes=2))])
    recompute(ctx)
    assert open_incidents(ctx) == [0, 0, 0]
    move(ctx, NOW + timedelta(minutes=3))
    assert recompute(ctx).rows == 1
    assert open_incidents(ctx) == [0, 1, 0]
    assert recompute(ctx).rows == 0
    move(ctx, ctx.present - back)
    assert recompute(ctx).rows == 1
    assert open_incidents(ctx) == [0, 0, 0]


def test_one_that_ended_meanwhile_is_looked_at(ctx: Context) -> None:
    begun = NOW - timedelta(hours=1)
    store(ctx, "incident", [incident("i", "b", begun, resolved=NOW)])
    recompute(ctx)
    move(ctx, NOW - timedelta(minutes=1))
    assert recompute(ctx).rows == 1
    assert open_incidents(ctx) == [0, 1, 0]
    move(ctx, NOW)
    recompute(ctx)
    assert open_incidents(ctx) == [0, 0, 0]


def open_incidents(ctx: Context) -> list[int]:
    with ctx.reader() as reader:
        return [n for (n,) in reader.rows("SELECT open_incidents FROM client ORDER BY id")]


def test_a_look_at_the_past_scores_nothing(ctx: Context) -> None:
    before = scored_at(ctx)
    with pytest.raises(UsageError, match="only reads"):
        recompute(replace(ctx, as_of=NOW - timedelta(days=3)))
    assert scored_at(ctx) == before


def test_the_day_is_that_of_the_store_s_zone(new_store: NewStore) -> None:
    late = datetime.fromisoformat("2026-03-16T03:30:00+00:00")
    ctx = new_store("America/New_York", late)
    assert (ctx.today, local_day(late, ctx.zone)) == (TODAY, TODAY)
    recompute(ctx)
    with ctx.reader() as reader:
        day = reader.value("SELECT value FROM setting WHERE name = 'health.day'")
    assert day.split()[0] == str(TODAY)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_clock_that_is_set_is_never_overlooked(ctx: Context, when: str) -> None:
    """A run that was begun by the clock of before leaves nobody scored by it."""
    recompute(ctx)
    clock = frozen_at(ctx, "2026-12-31")
    if when == "before":
        later = set_clock(ctx, clock)
        recompute(ctx)
    else:
        later = replace(ctx, info=replace(ctx.info, clock=clock))
        with ctx.store.unit() as unit:
            mark_changed(unit, [1, 2], "test")
        recompute(ctx, cancelled=lambda: set_clock(ctx, clock) is None)
    assert queue(ctx) == {}
    with ctx.store.reader() as reader:
        assert reader.value("SELECT value FROM setting WHERE name = 'health.day'").startswith(
            f"{later.today} "
        )
    assert failures(check(later, full=True)) == 0

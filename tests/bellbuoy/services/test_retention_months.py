"""Days of use are folded into months by a policy, and no sum ever changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellbuoy.services import (
    analytics,
    client_detail,
    client_months,
    clients,
    health,
    retention,
    store,
)
from bellbuoy.services.context import Context, refuse_gone
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import frozen_at, set_clock
from core.clients.types import UsageMonth
from core.events.types import DayTotalFact
from core.store.months import month_of, whole_months
from core.store.types import Retention
from core.values.errors import ConflictError, NoDataError, UsageError
from core.values.instants import day_end, day_text
from storage.health.history import point_at
from storage.health.marks import mark_history_of_everyone
from storage.retention import months
from tests.bellbuoy.services.test_retention import forget_looks, sound
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, codes, logins
from tests.fixtures.facts import store as put
from tests.fixtures.stores import NOW, NewStore, move

KEPT = 150
SPAN = 260
CUT = whole_months(TODAY - 1 - KEPT - 1)
"""The newest fact is of yesterday: so far goes a policy of 150 days."""


def facts(ctx: Context) -> None:
    """Two clients used every third day of 260, one by calls and logins and one by day
    totals that were told twice; and one that was last used long ago."""
    put(ctx, "client", [client(name, TODAY - 300) for name in ("a", "b", "silent")])
    put(ctx, "event", [
        *(made(ctx, f"{kind}{back}", "a", TODAY - back, 40 + back)
          for made, kind in ((calls, "c"), (logins, "l")) for back in range(1, SPAN, 3)),
        calls(ctx, "s1", "silent", CUT - 9, 40), logins(ctx, "s2", "silent", CUT - 12, 2),
    ], historical=True)  # fmt: skip
    for part in (1, 2):
        put(ctx, "day_total", [
            DayTotalFact("b", TODAY - back, 30 * part, back % 4) for back in range(1, SPAN, 3)
        ], historical=True)  # fmt: skip
    recompute(ctx)
    backfill(ctx, days=SPAN)
    recompute(ctx)


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    made = new_store()
    facts(made)
    return made


def fold(ctx: Context, days: int = KEPT) -> Retention:
    retention.put(ctx, "usage-day", days, None, new=True)
    (done,) = retention.run(ctx, "usage-day")
    return done


def rows(ctx: Context, statement: str) -> list[tuple[Any, ...]]:
    with ctx.store.reader() as reader:
        return [tuple(row) for row in reader.rows(statement)]


def history(ctx: Context, name: str) -> list[tuple[UsageMonth, ...]]:
    """The client by month, but for whether its days are kept."""
    found = client_months.months(ctx, name, count=14).months
    return [tuple(replace(each, by_day=True) for each in found)]


def totals(ctx: Context) -> tuple[Any, ...]:
    """All that months and the base add up to, and what the present says."""
    return (
        [history(ctx, name) for name in ("a", "b", "silent")],
        analytics.usage_trend(ctx, 300),
        analytics.health_trend(ctx, 300),
        clients.page(ctx).rows,
    )


def at(ctx: Context, day: int) -> Context:
    return ctx.looking_at(day_end(day, ctx.zone))


def test_totals_are_what_they_were_and_a_plan_counts_what_goes(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "CHUNK", 1)
    before, days = totals(ctx), rows(ctx, "SELECT count(*) FROM usage_day")
    planned = retention.plan(ctx, "usage-day", KEPT)
    assert totals(ctx) == before
    seen: list[tuple[int, int]] = []
    retention.put(ctx, "usage-day", KEPT, None, new=True)
    (done,) = retention.run(ctx, "usage-day", progress=lambda *how: seen.append(how))
    assert (planned.due, planned.due_days, planned.due_last) == (
        done.due, done.due_days, day_text(CUT)
    )  # fmt: skip
    assert (done.due_bytes or 0) > 0
    assert seen[-1] == (done.due, done.due)
    assert totals(ctx) == before
    assert rows(ctx, f"SELECT count(*) FROM usage_day WHERE day <= {CUT}") == [(0,)]
    assert rows(ctx, "SELECT count(*) FROM usage_day") < days
    assert rows(ctx, f"SELECT count(*) FROM usage_total WHERE day <= {CUT}") == [(0,)]
    assert retention.show(ctx, "usage-day").due == 0
    assert retention.show(ctx, "usage-day").gone_until == day_text(CUT)
    assert sound(ctx)


def test_the_check_finds_a_month_that_lost_something(ctx: Context) -> None:
    fold(ctx)
    with ctx.store.unit() as unit:
        unit.run("UPDATE usage_month SET calls = calls + 1 WHERE client_id = 1 AND month ="
                 f" {month_of(CUT)}")  # fmt: skip
    (found,) = [each for each in store.check(ctx, full=True) if each.state == "fail"]
    assert found.name == "sums"
    assert day_text(CUT)[:7] in found.text + found.hint


def test_a_past_day_is_told_from_history_and_says_so(ctx: Context) -> None:
    day = CUT - 20
    then, later = at(ctx, day), at(ctx, CUT + 31)
    before = {row.key: (row.score, row.tier) for row in clients.page(then).rows}
    after = clients.page(later).rows
    assert retention.gone_words(then) is None
    fold(ctx)
    forget_looks(ctx)
    with ctx.store.reader() as reader:
        stored = point_at(reader, 1, day)
    assert stored is not None
    assert stored.score is not None
    assert {row.key: (row.score, row.tier) for row in clients.page(then).rows} == before
    assert [row.score for row in clients.page(then).rows if row.name == "Client a"] == [
        stored.score
    ]
    shown = client_detail.show(then, "a")
    assert (shown.row.score, shown.components) == (stored.score, stored.components)
    assert {(each.calls, each.logins) for each in shown.usage} == {(None, None)}
    assert shown.folded == CUT
    why = health.explain(then, "a")
    assert why.score == stored.score == sum(part.points for part in why.earned.parts)
    assert "known by month only" in why.flags[0]
    assert why.what_if == ()
    assert "not known" not in why.earned.parts[0].note
    assert "known by month only" in (retention.gone_words(then) or "")
    assert "known by month only" in (retention.gone_words(at(ctx, CUT + 29)) or "")
    # The first day whose window is whole is told as ever.
    assert retention.gone_words(later) is None
    assert clients.page(later).rows == after


def test_a_day_without_history_has_no_score(ctx: Context) -> None:
    fold(ctx)
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM score_history WHERE client_id = 1")
    then = at(ctx, CUT - 20)
    (row,) = [row for row in clients.page(then).rows if row.name == "Client a"]
    assert (row.score, row.tier) == (None, "unknown")
    assert "known by month only" in health.explain(then, "a").earned.note


def test_what_needs_single_days_is_refused(ctx: Context) -> None:
    fold(ctx)
    noon = day_end(CUT + 20, ctx.zone) - timedelta(hours=12)
    for look, text in (
        (ctx.looking_at(noon), "told as a whole"),
        (replace(ctx, as_known=True).looking_at(day_end(TODAY - 5, ctx.zone)), "was known"),
    ):
        with pytest.raises(NoDataError, match=text):
            refuse_gone(look)
    refuse_gone(at(ctx, CUT - 3))
    with pytest.raises(NoDataError, match="by month only"):
        set_clock(ctx, frozen_at(ctx, day_text(CUT + 30)))
    recompute(set_clock(ctx, frozen_at(ctx, day_text(CUT + 31))))
    set_clock(ctx, frozen_at(ctx, "live"))
    move(ctx, day_end(CUT + 20, ctx.zone))
    with pytest.raises(NoDataError, match="by month only"):
        recompute(ctx)


def test_a_fact_about_a_folded_month_is_refused_and_counts_nowhere(ctx: Context) -> None:
    fold(ctx)
    before = totals(ctx)
    told = [
        *put(ctx, "event", [
            calls(ctx, "late", "a", CUT, 57), calls(ctx, "c1", "a", TODAY - 1, 41),
        ]),
        *put(ctx, "day_total", [DayTotalFact("b", CUT - 2, 900, 3)]),
    ]  # fmt: skip
    assert codes(told) == ["time.closed", "unchanged", "time.closed"]
    assert totals(ctx) == before
    assert sound(ctx)


def test_the_last_day_of_use_is_found_in_a_month(ctx: Context) -> None:
    """A total that takes use away has the last days looked up anew."""
    put(ctx, "day_total", [DayTotalFact("silent", TODAY - 1, 5, 1)], historical=True)
    recompute(ctx)
    fold(ctx)
    put(ctx, "day_total", [DayTotalFact("silent", TODAY - 1, 0, 0)])
    assert rows(ctx, "SELECT last_seen_day, last_login_day FROM client WHERE id = 3") == [
        (CUT - 9, CUT - 12)
    ]


def test_history_of_folded_days_is_not_computed_again(ctx: Context) -> None:
    kept = f"SELECT * FROM score_history WHERE day < {CUT + 30} ORDER BY client_id, day"
    fold(ctx)
    before = rows(ctx, kept)
    later = set_clock(ctx, frozen_at(ctx, day_text(CUT + 60)))
    recompute(later)
    with ctx.store.unit() as unit:
        mark_history_of_everyone(unit)
        unit.run(f"DELETE FROM score_history WHERE client_id = 1 AND day = {CUT + 45}")
    assert backfill(later).rows == 3
    assert before
    assert rows(ctx, kept) == before
    assert rows(ctx, "SELECT count(*) FROM history_due") == [(0,)]


class _KilledError(Exception):
    pass


def test_killed_or_stopped_anywhere_the_next_run_goes_on(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "CHUNK", 1)
    before = totals(ctx)
    due = retention.put(ctx, "usage-day", KEPT, None, new=True).due
    for part in ("_totals", "_replaced"):
        real: Callable[..., int] = getattr(months, part)
        left = 3

        def killed(*args: Any, real: Callable[..., int] = real) -> int:
            nonlocal left
            left -= 1
            real(*args)
            if left < 0:
                raise _KilledError
            return 0

        with monkeypatch.context() as patched:
            patched.setattr(months, part, killed)
            with pytest.raises(_KilledError):
                retention.run(ctx, "usage-day")
        assert 0 < retention.show(ctx, "usage-day").due < due
        assert totals(ctx) == before
        assert sound(ctx)
    asked = iter(range(1000))
    retention.run(ctx, "usage-day", cancelled=lambda: next(asked) > 9)
    assert retention.show(ctx, "usage-day").due > 0
    assert totals(ctx) == before
    with pytest.raises(ConflictError):
        retention.run(ctx, "usage-day", fence=77)
    retention.run(ctx, "usage-day")
    assert retention.show(ctx, "usage-day").due == 0
    assert totals(ctx) == before
    assert sound(ctx)


def test_no_day_of_a_window_that_stands_is_folded(new_store: NewStore) -> None:
    """Nobody has scored since: the windows still hold old days, which they give back."""
    ctx = new_store(at=NOW - timedelta(days=SPAN))
    then = TODAY - SPAN
    put(ctx, "client", [client("a", then - 90)])
    put(ctx, "event", [
        calls(ctx, f"o{back}", "a", then - back, 9) for back in range(60)
    ], historical=True)  # fmt: skip
    recompute(ctx)
    move(ctx, NOW)
    put(ctx, "event", [calls(ctx, "new", "a", TODAY - 1, 5)])
    retention.put(ctx, "usage-day", KEPT, None, new=True)
    assert retention.show(ctx, "usage-day").cut == whole_months(then - 30)
    retention.run(ctx, "usage-day")
    recompute(ctx)
    assert rows(ctx, "SELECT calls_30 FROM score") == [(5,)]
    assert sound(ctx)


def test_months_of_a_client(ctx: Context) -> None:
    fold(ctx)
    found = client_months.months(ctx, "silent", count=14)
    told = [each for each in found.months if each.first_day == month_of(CUT)]
    assert [(each.calls, each.logins, each.days, each.by_day) for each in told] == [
        (40, 2, 2, False)
    ]
    assert [each.over for each in found.months] == [True] * 13 + [False]
    inside = client_months.months(at(ctx, CUT - 3), "silent", count=2)
    assert (inside.unknown, inside.months[-1].calls) == (month_of(CUT), None)
    for many in (0, 121):
        with pytest.raises(UsageError):
            client_months.months(ctx, "a", count=many)
    with pytest.raises(UsageError, match="150"):
        retention.put(ctx, "usage-day", 149, None, new=False)


def _after(asked: Iterator[int], most: int) -> bool:
    return next(asked) > most


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("event"), st.integers(0, 320), st.integers(0, 90)),
            st.tuples(st.just("total"), st.integers(0, 320), st.integers(0, 90)),
            st.tuples(st.just("fold"), st.integers(KEPT, 330), st.integers(1, 4)),
        ),
        max_size=12,
    )
)
def test_any_facts_folds_and_late_facts_add_up(
    new_store: NewStore,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[tuple[str, int, int]],
) -> None:
    """Two stores are told the same; one never folds, and is not told what the other
    refuses."""
    folding, plain = new_store(), new_store()
    for each in (folding, plain):
        put(each, "client", [client(name, TODAY - 400) for name in ("a", "b")])
        put(each, "event", [calls(each, "newest", "a", TODAY - 1, 3)])
        recompute(each)
    for n, (what, back, amount) in enumerate(steps):
        who = "ab"[amount % 2]
        if what == "fold":
            monkeypatch.setattr(months, "CHUNK", amount)
            new = retention.show(folding, "usage-day").days is None
            retention.put(folding, "usage-day", back, None, new=new)
            # Some folds are stopped before their end.
            stopped = partial(_after, count(), 9 if amount > 2 else 5_000)
            retention.run(folding, "usage-day", cancelled=stopped)
            continue
        kind, fact = (
            ("event", calls(folding, f"e{n}", who, TODAY - back, amount))
            if what == "event"
            else ("day_total", DayTotalFact(who, TODAY - back, amount, amount % 3))
        )
        (verdict,) = put(folding, kind, [fact])
        if codes([verdict]) != ["time.closed"]:
            assert codes(put(plain, kind, [fact])) == codes([verdict])
    for each in (folding, plain):
        recompute(each)
    for name in ("a", "b"):
        assert history(folding, name) == history(plain, name)
    assert analytics.usage_trend(folding, 330) == analytics.usage_trend(plain, 330)
    assert clients.page(folding).rows == clients.page(plain).rows
    assert sound(folding)

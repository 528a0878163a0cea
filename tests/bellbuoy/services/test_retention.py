"""Raw facts go by a policy alone, and nothing that was counted changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import client_detail, clients, retention, store
from bellbuoy.services.context import Context, open_context, refuse_gone
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from core.events.types import DayTotalFact
from core.values.errors import ConflictError, NoDataError, NotFoundError, UsageError
from core.values.instants import day_end, day_text
from storage.retention import writes
from storage.retention.reads import cut_of
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, codes, logins
from tests.fixtures.facts import store as put
from tests.fixtures.stores import NOW, NewStore, move

SPAN = 60


def facts(ctx: Context) -> None:
    """Two clients with calls and logins on each of the last 60 days, and one that
    has long been silent."""
    put(ctx, "client", [client(name, TODAY - 90) for name in ("a", "b", "silent")])
    put(ctx, "event", [
        *(made(ctx, f"{kind}{name}{back}", name, TODAY - back, 7 + back)
          for made, kind in ((calls, "c"), (logins, "l"))
          for name in ("a", "b")
          for back in range(1, SPAN)),
        calls(ctx, "s1", "silent", TODAY - 55, 40), logins(ctx, "s2", "silent", TODAY - 54, 2),
    ], historical=True)  # fmt: skip
    recompute(ctx)
    backfill(ctx, days=SPAN)
    recompute(ctx)


def raw_days(ctx: Context) -> list[int]:
    with ctx.store.reader() as reader:
        return [day for (day,) in reader.rows("SELECT DISTINCT day FROM event ORDER BY day")]


def forget_looks(ctx: Context) -> None:
    """Kept looks go, so that the next one is computed from what is there."""
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM past_client")
        unit.run("DELETE FROM past_view")


def sound(ctx: Context) -> bool:
    return store.failures(store.check(ctx, full=True)) == 0


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    made = new_store()
    facts(made)
    return made


def test_without_a_policy_no_fact_ever_goes(ctx: Context) -> None:
    before = raw_days(ctx)
    assert not {each.name for each in retention.run(ctx)} & {"telemetry", "events"}
    assert raw_days(ctx) == before
    assert [(each.name, each.days, each.due) for each in retention.listed(ctx)[:2]] == [
        ("telemetry", None, 0), ("events", None, 0),
    ]  # fmt: skip


def test_a_run_deletes_what_the_plan_counts(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "CHUNK", 3)
    planned = retention.plan(ctx, "telemetry", 40)
    set_ = retention.put(ctx, "telemetry", 40, "disputes", new=True)
    seen: list[tuple[int, int]] = []
    (done,) = retention.run(ctx, "telemetry", progress=lambda *at: seen.append(at))
    # The newest fact is of yesterday: 40 days behind it stay.
    assert (planned.due, planned.due_last) == (4 * 18 + 2, day_text(TODAY - 42))
    assert (set_.due, done.due, seen[-1]) == (74, 74, (74, 74))
    assert raw_days(ctx) == list(range(TODAY - 41, TODAY))
    assert retention.run(ctx, "telemetry")[0].due == 0
    assert retention.show(ctx, "telemetry").gone_until == day_text(TODAY - 42)
    assert sound(ctx)


def test_a_past_day_says_what_it_said(ctx: Context) -> None:
    day = TODAY - 50
    then = ctx.looking_at(day_end(day, ctx.zone))
    before = (clients.page(then).rows, client_detail.usage(then, "a"))
    retention.put(ctx, "telemetry", 31, None, new=True)
    retention.run(ctx)
    forget_looks(ctx)
    assert (clients.page(then).rows, client_detail.usage(then, "a")) == before
    assert "no longer kept" in (retention.gone_words(then) or "")
    assert retention.gone_words(ctx.looking_at(day_end(TODAY - 3, ctx.zone))) is None


def test_what_needs_the_raw_rows_is_refused(ctx: Context) -> None:
    retention.put(ctx, "telemetry", 31, None, new=True)
    retention.run(ctx)
    gone = TODAY - 33
    noon = day_end(gone, ctx.zone) - timedelta(hours=12)
    refuse_gone(ctx.looking_at(day_end(gone, ctx.zone)))
    with pytest.raises(NoDataError, match="told as a whole"):
        refuse_gone(ctx.looking_at(noon))
    with pytest.raises(NoDataError, match="what was known then"):
        refuse_gone(replace(ctx, as_known=True).looking_at(day_end(TODAY - 5, ctx.zone)))
    refuse_gone(replace(ctx, as_known=True))
    with pytest.raises(NoDataError):
        open_context(ctx.store.address, as_of=noon.isoformat(), clock=ctx.clock)


def test_use_of_a_closed_day_is_refused_and_counts_nowhere(ctx: Context) -> None:
    retention.put(ctx, "telemetry", 40, None, new=True)
    retention.run(ctx)
    with ctx.store.reader() as reader:
        before = reader.rows("SELECT * FROM usage_day ORDER BY 1, 2")
    verdicts = put(ctx, "event", [
        calls(ctx, "ca50", "a", TODAY - 50, 57), calls(ctx, "ca5", "a", TODAY - 5, 12),
    ])  # fmt: skip
    totals = put(ctx, "day_total", [DayTotalFact("a", TODAY - 50, 900, 3)])
    assert codes([*verdicts, *totals]) == ["time.closed", "unchanged", "time.closed"]
    with ctx.store.reader() as reader:
        assert reader.rows("SELECT * FROM usage_day ORDER BY 1, 2") == before
    assert sound(ctx)


def test_stopped_half_way_the_next_run_goes_on(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "CHUNK", 3)
    retention.put(ctx, "telemetry", 40, None, new=True)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 9

    retention.run(ctx, cancelled=cancelled)
    assert 0 < retention.show(ctx, "telemetry").due < 74
    assert sound(ctx)
    retention.run(ctx)
    assert retention.show(ctx, "telemetry").due == 0
    assert sound(ctx)


def test_an_old_export_keeps_its_days(ctx: Context) -> None:
    """Days count back from the newest fact, not from today."""
    retention.put(ctx, "telemetry", 40, None, new=True)
    due = retention.show(ctx, "telemetry").due
    move(ctx, NOW + timedelta(days=4_000))
    assert retention.show(ctx, "telemetry").due == due


def test_a_longer_policy_brings_nothing_back_and_none_keeps_all(ctx: Context) -> None:
    retention.put(ctx, "telemetry", 31, "short", new=True)
    retention.run(ctx)
    longer = retention.put(ctx, "telemetry", 50, None, new=False)
    assert (longer.basis, longer.due) == ("short", 0)
    assert longer.gone_until == day_text(TODAY - 33)
    retention.remove(ctx, "telemetry")
    assert all(each.by == "shipped" for each in retention.run(ctx))
    assert retention.show(ctx, "telemetry").gone_until == day_text(TODAY - 33)


def test_what_cannot_be_asked(ctx: Context) -> None:
    for name, days, fault in (
        ("telemetry", 30, UsageError), ("telemetry", 40_000, UsageError),
        ("mail", 90, NotFoundError),
    ):  # fmt: skip
        with pytest.raises(fault):
            retention.put(ctx, name, days, None, new=True)
    for act in (
        lambda: retention.put(ctx, "events", 90, None, new=False),
        lambda: retention.remove(ctx, "events"),
        lambda: retention.run(ctx, "events"),
    ):
        with pytest.raises(NotFoundError, match="no policy for events"):
            act()
    retention.put(ctx, "events", 90, None, new=True)
    with pytest.raises(UsageError, match="already"):
        retention.put(ctx, "events", 91, None, new=True)
    retention.put(ctx, "telemetry", 31, None, new=True)
    with pytest.raises(ConflictError):
        retention.run(ctx, fence=77)
    assert retention.show(ctx, "telemetry").gone_until is None


@settings(max_examples=30, deadline=None)
@given(days=st.integers(31, 70), gap=st.integers(0, 20))
def test_a_row_goes_when_it_is_older_than_the_days(
    new_sqlite: NewStore, days: int, gap: int
) -> None:
    ctx = new_sqlite()
    put(ctx, "client", [client("a", TODAY - 90)])
    put(ctx, "event", [
        calls(ctx, str(back), "a", TODAY - back, 1) for back in range(gap, gap + 60, 3)
    ])  # fmt: skip
    retention.put(ctx, "telemetry", days, None, new=True)
    planned = retention.show(ctx, "telemetry").due
    before = raw_days(ctx)
    retention.run(ctx)
    newest = TODAY - gap
    kept = [day for day in before if newest - day <= days]
    assert raw_days(ctx) == kept
    assert planned == len(before) - len(kept)


def test_what_is_gone_stays_gone(ctx: Context) -> None:
    with ctx.store.unit() as unit:
        writes.move_cut(unit, "telemetry", 100)
        writes.move_cut(unit, "telemetry", 90)
        assert cut_of(unit, "telemetry") == 100

"""The live feed: begun, held, moved on by whoever is there, and gone without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import purchases
from bellbuoy.services.context import Context
from bellbuoy.services.making_purchases import fill_purchases
from bellbuoy.services.simulations import feed_rows, feeding, ledger, living, moving, undoing
from bellbuoy.services.simulations.comparing import compare
from bellbuoy.services.simulations.running import up_to_date
from bellbuoy.services.simulations.verifying import verify
from bellbuoy.services.store import check
from bellbuoy.services.undo.taking_back import undo as undo_change
from core.access.types import Viewer
from core.simulations.feed import fed
from core.simulations.types import Run
from core.values.errors import ConflictError, DeniedError, UsageError
from storage.engine.bulk import table_columns
from storage.engine.unit import Unit
from storage.purchases.tables import Purchase
from storage.simulations.reads import StoredRun
from tests.fixtures.dump import Dump, dump
from tests.fixtures.stores import NOW, NewStore, move
from tests.stateful.simulation_machine import LEDGERS, QUEUES


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    ctx = new_store()
    fill_purchases(ctx, 7, 5, NOW)
    up_to_date(ctx)
    return ctx


def tables(ctx: Context) -> Dump:
    return dump(ctx.store, without=LEDGERS | QUEUES)


def faults(ctx: Context) -> list[str]:
    """The checks of a store that find something wrong."""
    return [each.name for each in check(ctx, full=True) if each.state != "ok"]


def wait(ctx: Context, seconds: float) -> int:
    """The clock goes on; how many transactions come in."""
    move(ctx, ctx.clock.now() + timedelta(seconds=seconds))
    return living.advance(ctx)


def came(ctx: Context, run: Run) -> list[str]:
    """The public ids of a feed's transactions, in the order in which they came."""
    rows = purchases.page(ctx, f"run:{run.number}", limit=5_000).rows
    return [each.key for each in reversed(rows)]


def test_one_comes_in_each_two_seconds_until_it_is_stopped(ctx: Context) -> None:
    run = feeding.begin_feed(ctx, {})
    assert (run.state, run.clients, run.values, run.purchases) == (
        "running", 0, {"interval": 2, "customers": 5}, 0,
    )  # fmt: skip
    assert [wait(ctx, 1) for _ in range(6)] == [0, 1, 0, 1, 0, 1]
    assert wait(ctx, 7) == 3
    assert came(ctx, run) == [f"T-SIM-1-{n}" for n in range(1, 7)]
    stopped = living.stop(ctx, run.number)
    assert (stopped.state, stopped.purchases) == ("stopped", 6)
    assert wait(ctx, 60) == 0
    with pytest.raises(ConflictError):
        living.resume(ctx, run.number)


def test_what_comes_in_is_drawn_by_run_and_number_and_dated_when_it_was_due(
    ctx: Context,
) -> None:
    run = feeding.begin_feed(ctx, {"interval": 3}, seed=11)
    wait(ctx, 10)
    rows = purchases.page(ctx, f"run:{run.number}").rows
    assert [each.at for each in reversed(rows)] == [
        NOW + timedelta(seconds=s) for s in (3, 6, 9)
    ]
    for number, each in enumerate(reversed(rows), 1):
        drawn = fed(11, "run-0001", number, run.values)
        assert (each.amount.minor, each.category, each.city, each.customer) == (
            drawn.amount_minor, drawn.category, drawn.city, drawn.customer,
        )  # fmt: skip
        assert each.simulated
    assert [each.key for each in purchases.latest(ctx, 2)] == ["T-SIM-1-3", "T-SIM-1-2"]


def test_paused_it_waits_and_resumed_it_goes_on_where_it_was(ctx: Context) -> None:
    run = feeding.begin_feed(ctx, {})
    wait(ctx, 5)
    assert living.pause(ctx, run.number).purchases == 2
    assert wait(ctx, 3_600) == 0
    living.resume(ctx, run.number, 60)
    # A second of ours is a minute of its own.
    assert wait(ctx, 1) == 30
    assert living.pause(ctx, run.number).purchases == 32
    assert living.step(ctx, run.number).purchases == 33
    assert living.step(ctx, run.number, 2).purchases == 93
    with pytest.raises(UsageError, match="by the clock"):
        living.resume(ctx, run.number, 0)


def test_taken_back_every_table_is_as_before_and_played_again_the_same(ctx: Context) -> None:
    before = tables(ctx)
    run = feeding.begin_feed(ctx, {})
    living.step(ctx, run.number, 1)
    stands = tables(ctx)
    assert len(stands["purchase"]) == len(before["purchase"]) + 30
    assert {name for name in before if stands[name] != before[name]} == {"purchase"}
    assert verify(ctx, run.number).equal
    assert tables(ctx) == stands
    (undone,) = undoing.undo(ctx, [run.number])
    assert (undone.state, undone.undone_by, undone.purchases) == ("undone", "ana", 30)
    assert tables(ctx) == before
    assert verify(ctx, run.number).equal
    assert wait(ctx, 60) == 0
    move(ctx, NOW)
    again = feeding.begin_feed(ctx, {})
    living.step(ctx, again.number, 1)
    assert (again.number, again.name) == (2, "run-0001")
    assert _but_for_run(tables(ctx)) == _but_for_run(stands)


def _but_for_run(found: Dump) -> list[tuple[object, ...]]:
    """Transactions without the number of their run in the ledger."""
    run = table_columns(Purchase).index("run_id")
    return [(*row[:run], *row[run + 1 :]) for row in found["purchase"]]


def test_one_step_back_takes_it_back_and_others_stay(ctx: Context) -> None:
    first = feeding.begin_feed(ctx, {}, seed=1)
    second = feeding.begin_feed(ctx, {}, seed=2)
    wait(ctx, 6)
    assert [run.purchases for run in ledger.in_force(ctx)] == [3, 3]
    assert second.change is not None
    undo_change(ctx, second.change)
    assert came(ctx, first) == ["T-SIM-1-1", "T-SIM-1-2", "T-SIM-1-3"]
    assert came(ctx, second) == []
    assert verify(ctx, first.number).equal
    assert compare(ctx, first.number) == ()


def test_facts_that_come_in_meanwhile_are_told_by_the_check(ctx: Context) -> None:
    run = feeding.begin_feed(ctx, {})
    wait(ctx, 4)
    with ctx.store.unit() as unit:
        unit.run("UPDATE purchase SET city = 'Boston' WHERE key = 'T-0001'")
    assert not verify(ctx, run.number).equal
    assert ledger.show_run(ctx, run.number).purchases == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE purchase SET run_id = NULL WHERE key = 'T-SIM-1-2'",
        "UPDATE purchase SET run_id = 1 WHERE key = 'T-0001'",
        "UPDATE purchase SET run_id = 7 WHERE key = 'T-SIM-1-2'",
    ],
)
def test_what_belongs_to_no_feed_in_force_is_found(ctx: Context, wrong: str) -> None:
    feeding.begin_feed(ctx, {})
    wait(ctx, 5)
    assert faults(ctx) == []
    with ctx.store.unit() as unit:
        assert unit.run(wrong) == 1
    assert faults(ctx) == ["feeds"]


def test_cut_off_between_two_portions_it_goes_on_without_a_gap(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = feeding.begin_feed(ctx, {})
    monkeypatch.setattr(moving, "PORTION", 4)
    feed_on, left = feed_rows.feed_on, iter([True])

    def dies(
        held: Context, unit: Unit, stored: StoredRun, position_s: int | None, most: int
    ) -> int:
        many = feed_on(held, unit, stored, position_s, most)
        if next(left, None) is None:
            raise OSError("gone")
        return many

    monkeypatch.setattr(feed_rows, "feed_on", dies)
    with pytest.raises(OSError, match="gone"):
        wait(ctx, 20)
    assert came(ctx, run) == [f"T-SIM-1-{n}" for n in range(1, 5)]
    monkeypatch.setattr(feed_rows, "feed_on", feed_on)
    assert living.advance(ctx) == 6
    assert living.advance(ctx) == 0
    assert came(ctx, run) == [f"T-SIM-1-{n}" for n in range(1, 11)]


def test_where_nobody_was_there_for_long_it_makes_up_no_more_than_a_portion(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "PORTION", 25)
    run = feeding.begin_feed(ctx, {})
    assert wait(ctx, 86_400) == 25
    assert wait(ctx, 2) == 1
    newest = purchases.latest(ctx, 1)[0]
    assert (newest.key, newest.at) == ("T-SIM-1-26", ctx.present)
    assert ledger.show_run(ctx, run.number).state == "running"


def test_it_is_refused_at_once_out_of_bounds_in_the_past_and_to_who_may_not(
    ctx: Context,
) -> None:
    before = dump(ctx.store, without={"audit"})
    for given, speed, said in (
        ({}, 0, "by the clock"),
        ({}, 3_601, "at most 3,600 times"),
        ({"interval": 0}, 1, "interval takes 1 to 3,600s"),
        ({"days": 1}, 1, "no parameter “days”"),
    ):
        with pytest.raises(UsageError, match=said):
            feeding.begin_feed(ctx, given, speed=speed)
    with pytest.raises(UsageError):
        feeding.begin_feed(replace(ctx, as_of=NOW - timedelta(days=2)), {})
    stranger = replace(ctx, viewer=Viewer("eve", "analyst"))
    with pytest.raises(DeniedError):
        feeding.begin_feed(stranger, {})
    assert dump(ctx.store, without={"audit"}) == before


def test_it_is_as_fast_however_often_it_is_moved_on(ctx: Context) -> None:
    run = feeding.begin_feed(ctx, {})
    for _ in range(50):
        move(ctx, ctx.clock.now() + timedelta(milliseconds=400))
        living.advance(ctx)
    found = ledger.show_run(ctx, run.number)
    assert (found.position_s, found.purchases) == (20, 10)

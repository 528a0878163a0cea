"""Runs that are taken back: in which order, what is left, and those that broke off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import ledger, living, moving, running, undoing
from bellbuoy.services.simulations.verifying import verify
from bellbuoy.services.undo.taking_back import redo
from bellbuoy.services.undo.taking_back import undo as undo_change
from core.access.types import Viewer
from core.values.errors import BellbuoyError, ConflictError
from tests.bellbuoy.services.simulations.runs_of import ALL, SEVENTH, rows, tables, tell, wait
from tests.fixtures.facts import calls, incident, logins, subscription
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    recompute(ctx)
    return ctx


def test_runs_go_in_any_order_where_they_wrote_different_columns(ctx: Context) -> None:
    before = tables(ctx)
    numbers = [
        running.run(ctx, name, ALL, {}).number for name in ("decline", "outage", "onboarding")
    ]
    assert [run.name for run in ledger.in_force(ctx)] == ["run-0001", "run-0002", "run-0003"]
    for number in (numbers[1], numbers[0], numbers[2]):
        undoing.undo(ctx, [number])
    assert tables(ctx) == before
    assert ledger.in_force(ctx) == ()


def test_what_a_run_changed_of_another_one_s_rows_goes_with_them(ctx: Context) -> None:
    before = tables(ctx)
    flood = running.run(ctx, "ticket-flood", SEVENTH, {})
    reset = running.run(ctx, "reset", SEVENTH, {})
    undoing.undo(ctx, [flood.number])
    again = running.run(ctx, "ticket-flood", SEVENTH, {}, seed=5)
    stands = rows(ctx, "SELECT id, excluded_by FROM incident WHERE id < 0 ORDER BY id")
    assert stands
    assert all(excluded is None for _, excluded in stands)
    (undone,) = undoing.undo(ctx, [reset.number])
    assert (undone.state, undone.conflicts) == ("undone", 0)
    assert rows(ctx, "SELECT id, excluded_by FROM incident WHERE id < 0 ORDER BY id") == stands
    assert undoing.undo(ctx, [again.number])[0].conflicts == 0
    assert tables(ctx) == before


def test_of_two_that_wrote_one_column_the_newest_goes_first(ctx: Context) -> None:
    before = tables(ctx)
    first = running.run(ctx, "price-rise", ALL, {"percent": 50})
    second = running.run(ctx, "price-rise", ALL, {"percent": 10})
    stands = tables(ctx)
    with pytest.raises(ConflictError, match="newest first"):
        undoing.undo(ctx, [first.number])
    assert tables(ctx) == stands
    done = undoing.undo(ctx, [first.number, second.number])
    assert [run.number for run in done] == [first.number, second.number]
    assert tables(ctx) == before


def test_it_is_a_change_that_is_taken_back_like_any_other(ctx: Context) -> None:
    before = tables(ctx)
    run = running.run(ctx, "outage", SEVENTH, {})
    taken = undo_change(ctx)
    assert taken is not None
    assert (taken.action, taken.target) == ("simulation.run", "run 1")
    assert tables(ctx) == before
    assert ledger.show_run(ctx, run.number).state == "undone"
    assert undoing.undo(ctx, [run.number])[0].state == "undone"
    with pytest.raises(ConflictError, match="a run is not done again"):
        redo(ctx)


def test_a_column_that_somebody_wrote_since_is_left_and_told(ctx: Context) -> None:
    run = running.run(ctx, "price-rise", SEVENTH, {})
    with ctx.store.unit() as unit:
        unit.run(
            "UPDATE subscription SET amount_minor = 77 WHERE client_id ="
            " (SELECT id FROM client WHERE key = 'C-0007')"
        )
    (undone,) = undoing.undo(ctx, [run.number])
    assert undone.conflicts == 1
    assert verify(ctx, run.number).differing == ("C-0007",)
    recompute(ctx)
    assert rows(
        ctx, "SELECT amount_minor FROM subscription s JOIN client c ON c.id = s.client_id"
        " WHERE c.key = 'C-0007'",
    ) == [(77,), (77,)]  # fmt: skip


def test_facts_that_come_in_meanwhile_stay_as_if_there_had_been_no_run(
    new_demo: NewStore,
) -> None:
    """Also facts about the very rows and days that runs have changed."""
    found = []
    for with_runs in (True, False):
        ctx = new_demo(DEMO_NOW)
        recompute(ctx)
        tell(ctx, "incident", [incident("I-1", "C-0007", ctx.now, severity="high")])
        tell(ctx, "subscription", [
            subscription("S-1", "C-0007", ctx.today - 90, 40_000),
        ])  # fmt: skip
        recompute(ctx)
        if with_runs:
            for name in ("recovery", "price-rise", "decline", "outage"):
                running.run(ctx, name, ALL, {})
        wait(ctx, hours=30)
        tell(ctx, "incident", [
            incident("I-1", "C-0007", ctx.now - timedelta(hours=30), severity="low"),
            incident("I-2", "C-0007", ctx.now, severity="medium"),
        ])  # fmt: skip
        tell(ctx, "subscription", [
            subscription("S-1", "C-0007", ctx.today - 91, 10_000),
        ])  # fmt: skip
        tell(ctx, "event", [
            calls(ctx, "x1", "C-0007", ctx.today - 3, 500),
            logins(ctx, "x2", "C-0007", ctx.today, 7),
        ])  # fmt: skip
        recompute(ctx)
        backfill(ctx)
        recompute(ctx)
        if with_runs:
            done = undoing.undo(ctx, [1, 2, 3, 4])
            assert [run.conflicts for run in done] == [0, 0, 0, 0]
        found.append(tables(ctx))
    for table, told in found[1].items():
        assert found[0][table] == told, table


def test_one_that_breaks_off_is_taken_back(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(ctx)
    monkeypatch.setattr(moving, "PORTION", 4)
    monkeypatch.setattr(running, "PORTION", 4)
    asked = iter([False, False, True])
    with pytest.raises(BellbuoyError, match="taken back"):
        running.run(ctx, "outage", ALL, {}, cancelled=lambda: next(asked, True))
    assert tables(ctx) == before
    assert ledger.show_run(ctx, 1).state == "undone"


def test_one_whose_process_died_is_taken_back_by_the_next(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(ctx)
    monkeypatch.setattr(moving, "PORTION", 4)
    monkeypatch.setattr(running, "PORTION", 4)
    monkeypatch.setattr(running, "taken_back", lambda *_: None)
    asked = iter([False, False, True])
    with pytest.raises(BellbuoyError):
        running.run(ctx, "outage", ALL, {}, cancelled=lambda: next(asked, True))
    monkeypatch.undo()
    assert tables(ctx) != before
    assert living.advance(ctx) == 0
    assert ledger.show_run(ctx, 1).state == "running"
    wait(ctx, seconds=20)
    rep = replace(ctx, viewer=Viewer("raj", "rep"))
    living.advance(rep)
    assert tables(ctx) == before
    assert (ledger.show_run(ctx, 1).state, ledger.show_run(ctx, 1).undone_by) == (
        "undone", "system",
    )  # fmt: skip

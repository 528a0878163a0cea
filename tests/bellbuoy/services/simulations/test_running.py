"""Runs: what was predicted comes, and without them everything is as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import ledger, living, moving, running, undoing
from bellbuoy.services.simulations.comparing import compare, compare_runs
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.verifying import verify
from bellbuoy.services.undo.taking_back import redo
from bellbuoy.services.undo.taking_back import undo as undo_change
from core.access.types import Viewer
from core.desk.types import Selection
from core.simulations.scenarios import scenarios
from core.values.errors import (
    BellbuoyError,
    ConflictError,
    DeniedError,
    NotFoundError,
    UsageError,
)
from storage.engine.postgresql_store import PostgresStore
from tests.fixtures.dump import Dump, dump
from tests.fixtures.facts import calls, codes, incident, logins, store, subscription
from tests.fixtures.postgresql import Shelf
from tests.fixtures.stores import DEMO_NOW, FixedClock, NewStore, context, move
from tests.stateful.simulation_machine import LEDGERS, QUEUES

ALL = Selection(query="")
SEVENTH = Selection(("C-0007",))


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    recompute(ctx)
    return ctx


def tables(ctx: Context) -> Dump:
    """All that screens read of facts and scores."""
    return dump(ctx.store, without=LEDGERS | QUEUES)


def tell(ctx: Context, kind: str, facts: list[Any]) -> None:
    """By the source of the demo."""
    assert set(codes(store(ctx, kind, facts, "demo"))) == {"stored"}


def wait(ctx: Context, **time: float) -> None:
    """The machine's clock goes on; a demo store's stands."""
    assert isinstance(ctx.clock, FixedClock)
    move(ctx, ctx.clock.at + timedelta(**time))


def rows(ctx: Context, sql: str) -> list[tuple[object, ...]]:
    with ctx.store.reader() as reader:
        return list(reader.rows(sql))


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_it_comes_as_predicted_and_goes_without_a_trace(ctx: Context, name: str) -> None:
    before = tables(ctx)
    told = preview(ctx, name, ALL, {}, largest=100)
    run = running.run(ctx, name, ALL, {})
    assert (run.state, run.done, run.name) == ("applied", 15, told.run)
    assert (run.incidents, run.calls, run.logins) == (
        told.written.incidents, told.written.calls, told.written.logins,
    )  # fmt: skip
    found = compare(ctx, run.number)
    assert [each.measured for each in found] == [each.predicted for each in found]
    assert sum(each.measured or 0 for each in found) == told.after.points
    assert [each.without for each in found] == [each.before for each in found]
    stands = tables(ctx)
    assert stands != before
    recompute(ctx)
    assert tables(ctx) == stands
    assert verify(ctx, run.number).equal
    assert tables(ctx) == stands
    (undone,) = undoing.undo(ctx, [run.number])
    assert (undone.state, undone.conflicts, undone.undone_by) == ("undone", 0, "ana")
    assert (undone.incidents, undone.calls, undone.logins) == (
        run.incidents, run.calls, run.logins,
    )  # fmt: skip
    assert tables(ctx) == before
    assert verify(ctx, run.number).equal


def test_an_outage_of_the_seventh_client_is_that_of_the_definitions(ctx: Context) -> None:
    run = running.run(ctx, "outage", SEVENTH, {}, whom="C-0007")
    (found,) = compare(ctx, run.number)
    assert (found.before, found.measured, found.without) == (89, 59, 89)
    assert rows(
        ctx, "SELECT key, severity, impact, source FROM incident WHERE id < 0 ORDER BY id DESC"
    ) == [
        ("SIM-1-1", "critical", "outage", "simulation"),
        *((f"SIM-1-{n}", "high", None, "simulation") for n in (2, 3, 4)),
    ]
    assert ledger.simulated(ctx, ["C-0007", "C-0008"]) == {"C-0007"}


def test_undone_and_played_again_it_gives_the_same_bytes(ctx: Context) -> None:
    first = running.run(ctx, "ticket-flood", ALL, {}, seed=5)
    stands = tables(ctx)
    undoing.undo(ctx, [first.number])
    again = running.run(ctx, "ticket-flood", ALL, {}, seed=5)
    assert tables(ctx) == stands
    assert (first.name, again.name) == ("run-0001", "run-0001")
    assert (first.number, again.number) == (1, 2)


def test_it_does_not_depend_on_how_it_is_cut(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = running.run(ctx, "ticket-flood", ALL, {})
    whole = tables(ctx)
    undoing.undo(ctx, [first.number])
    monkeypatch.setattr(moving, "PORTION", 4)
    monkeypatch.setattr(running, "PORTION", 4)
    monkeypatch.setattr(undoing, "PORTION", 4)
    without = tables(ctx)
    second = running.run(ctx, "ticket-flood", ALL, {})
    assert tables(ctx) == whole
    undoing.undo(ctx, [second.number])
    assert tables(ctx) == without


@pytest.mark.parametrize("name", ["ticket-flood", "pulse", "price-rise"])
def test_both_engines_hold_the_same(
    name: str, demo_store: Path, demo_schema: PostgresStore, shelf: Shelf
) -> None:
    copied = shelf.copy(demo_schema)
    found = []
    for ctx in (context(demo_store, DEMO_NOW), context(copied, DEMO_NOW)):
        recompute(ctx)
        run = running.run(ctx, name, ALL, {}, seed=11)
        stands = tables(ctx), compare(ctx, run.number)
        undoing.undo(ctx, [run.number])
        found.append((*stands, tables(ctx), verify(ctx, run.number).after))
    assert found[0] == found[1]


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


def test_it_goes_by_the_clock(ctx: Context) -> None:
    """60 times as fast: half a minute is half an hour."""
    before = tables(ctx)
    run = running.run(ctx, "outage", ALL, {}, speed=60, spread=60, length=120)
    assert (run.state, run.clients) == ("running", 15)
    first = run.done
    wait(ctx, seconds=30)
    assert living.advance(ctx) > 0
    held = living.pause(ctx, run.number)
    assert (held.state, held.position_s) == ("paused", 1_800)
    assert first < held.done < 15
    wait(ctx, seconds=30)
    assert living.advance(ctx) == 0
    stepped = living.step(ctx, run.number)
    assert stepped.done == held.done + 1
    assert living.step(ctx, run.number, 60).done == 15
    assert rows(ctx, "SELECT count(*) FROM incident WHERE id < 0 AND status = 'resolved'") == [
        (0,)
    ]
    living.resume(ctx, run.number)
    wait(ctx, minutes=5)
    living.advance(ctx)
    assert ledger.show_run(ctx, run.number).state == "applied"
    assert rows(ctx, "SELECT DISTINCT status, resolution FROM incident WHERE id < 0") == [
        ("resolved", "fixed")
    ]
    undoing.undo(ctx, [run.number])
    recompute(ctx)
    assert tables(ctx)["incident"] == before["incident"]


def test_a_run_that_was_stopped_reaches_nobody_else(ctx: Context) -> None:
    run = running.run(ctx, "outage", ALL, {}, speed=1, spread=60)
    wait(ctx, minutes=20)
    stopped = living.stop(ctx, run.number)
    assert stopped.state == "stopped"
    assert 0 < stopped.done < 15
    wait(ctx, minutes=60)
    assert living.advance(ctx) == 0
    for verb in (living.pause, living.resume, living.step, living.stop):
        with pytest.raises(ConflictError, match="it is stopped"):
            verb(ctx, run.number)
    undoing.undo(ctx, [run.number])


def test_what_was_reached_at_once_ends_by_the_clock(ctx: Context) -> None:
    run = running.run(ctx, "outage", SEVENTH, {}, length=60)
    assert (run.state, run.done) == ("running", 1)
    wait(ctx, minutes=59)
    assert living.advance(ctx) == 0
    wait(ctx, minutes=2)
    assert living.advance(ctx) == 1
    assert ledger.show_run(ctx, run.number).state == "applied"


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


def test_two_runs_are_compared_client_by_client(ctx: Context) -> None:
    one = running.run(ctx, "outage", SEVENTH, {})
    undoing.undo(ctx, [one.number])
    two = running.run(ctx, "ticket-flood", ALL, {})
    (found,) = compare_runs(ctx, two.number, one.number)
    assert (found.key, found.before, found.predicted) == ("C-0007", 89, 59)
    assert found.measured == {c.key: c.measured for c in compare(ctx, two.number)}["C-0007"]


def test_what_cannot_be_run_writes_nothing(ctx: Context) -> None:
    before = dump(ctx.store)
    with pytest.raises(NotFoundError, match="C-9"):
        running.run(ctx, "outage", Selection(("C-9",)), {})
    with pytest.raises(NotFoundError, match="no scenario"):
        running.run(ctx, "flood", ALL, {})
    with pytest.raises(UsageError, match="within a week"):
        running.run(ctx, "outage", ALL, {}, spread=99_999)
    with pytest.raises(UsageError):
        running.run(ctx.looking_at(ctx.now), "outage", ALL, {})
    with pytest.raises(NotFoundError, match="no run 9"):
        undoing.undo(ctx, [9])
    with pytest.raises(NotFoundError, match="no run 9"):
        verify(ctx, 9)
    assert dump(ctx.store) == before


def test_of_nobody_it_is_an_empty_run(ctx: Context) -> None:
    run = running.run(ctx, "pulse", Selection(query="name:nobody"), {})
    assert (run.state, run.clients, run.calls) == ("applied", 0, 0)
    assert undoing.undo(ctx, [run.number])[0].state == "undone"


def test_who_may(ctx: Context) -> None:
    """A rep runs; an analyst looks; a colleague takes back with the right alone."""
    raj, mei = (replace(ctx, viewer=Viewer(name, "rep")) for name in ("raj", "mei"))
    run = running.run(raj, "outage", SEVENTH, {})
    with pytest.raises(DeniedError, match="undo-others"):
        undoing.undo(mei, [run.number])
    analyst = replace(ctx, viewer=Viewer("ann", "analyst"))
    assert ledger.history(analyst)[0].who == "raj"
    for act in (
        lambda: running.run(analyst, "outage", SEVENTH, {}),
        lambda: undoing.undo(analyst, [run.number]),
        lambda: living.advance(analyst),
        lambda: verify(analyst, run.number),
    ):
        with pytest.raises(DeniedError, match="simulation:run"):
            act()
    assert undoing.undo(ctx, [run.number])[0].undone_by == "ana"

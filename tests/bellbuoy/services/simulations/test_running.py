"""Runs: what was predicted comes, and without them everything is as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import ledger, living, moving, running, undoing
from bellbuoy.services.simulations.comparing import compare, compare_runs
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.verifying import verify
from core.access.types import Viewer
from core.desk.types import Selection
from core.simulations.scenarios import scenarios
from core.values.errors import DeniedError, NotFoundError, UsageError
from storage.engine.postgresql_store import PostgresStore
from tests.bellbuoy.services.simulations.runs_of import ALL, SEVENTH, rows, tables
from tests.fixtures.dump import dump
from tests.fixtures.postgresql import Shelf
from tests.fixtures.stores import DEMO_NOW, NewStore, context


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    recompute(ctx)
    return ctx


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

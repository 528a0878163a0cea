"""What people do to incidents while a run is in force."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.incidents import linking, merging, moves
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.simulations import running, undoing
from core.desk.types import Selection
from core.incidents.types import IncidentSelection
from core.values.errors import ConflictError
from tests.bellbuoy.services.simulations.runs_of import rows, tables
from tests.fixtures.facts import codes, incident, store
from tests.fixtures.stores import DEMO_NOW, NewStore

SEVENTH = Selection(("C-0007",))
FIRST = IncidentSelection(("SIM-1-1",))
REAL = IncidentSelection(("I-1",))


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return prepared(new_demo)


def prepared(new_demo: NewStore) -> Context:
    ctx = new_demo(DEMO_NOW)
    told = [incident("I-1", "C-0007", ctx.now, severity="high")]
    assert codes(store(ctx, "incident", told, "demo")) == ["stored"]
    recompute(ctx)
    return ctx


def test_a_simulated_incident_is_worked_at_and_goes_with_its_run(ctx: Context) -> None:
    before = tables(ctx)
    run = running.run(ctx, "outage", SEVENTH, {})
    moves.move(ctx, FIRST, "ack")
    moves.note(ctx, FIRST, "called them")
    recompute(ctx)
    assert rows(ctx, "SELECT status FROM incident WHERE key = 'SIM-1-1'") == [("acknowledged",)]
    assert rows(
        ctx, "SELECT kind FROM incident_step s JOIN incident i ON i.id = s.incident_id"
        " WHERE i.key = 'SIM-1-1' ORDER BY s.number",
    ) == [("opened",), ("acknowledged",), ("note",)]  # fmt: skip
    undoing.undo(ctx, [run.number])
    recompute(ctx)
    after = tables(ctx)
    # Numbers of steps are given out once, whatever becomes of the step.
    assert {name for name in before if before[name] != after[name]} == {"desk_number"}


def test_what_people_do_to_real_ones_is_as_if_there_were_no_run(new_demo: NewStore) -> None:
    found = []
    for with_run in (True, False):
        ctx = prepared(new_demo)
        if with_run:
            running.run(ctx, "recovery", SEVENTH, {})
            assert rows(ctx, "SELECT status FROM incident WHERE key = 'I-1'") == [("resolved",)]
        moves.move(ctx, REAL, "ack")
        recompute(ctx)
        if with_run:
            assert rows(ctx, "SELECT status FROM incident WHERE key = 'I-1'") == [("resolved",)]
            undoing.undo(ctx, [1])
            recompute(ctx)
        found.append(tables(ctx))
    assert found[0] == found[1]
    assert rows(ctx, "SELECT status FROM incident WHERE key = 'I-1'") == [("acknowledged",)]


def test_nothing_that_stays_hangs_on_a_simulated_one(ctx: Context) -> None:
    running.run(ctx, "outage", SEVENTH, {})
    stands = tables(ctx)
    for act in (
        lambda: linking.link(ctx, FIRST, Selection(("C-0008",))),
        lambda: merging.merge(ctx, REAL, "SIM-1-1"),
        lambda: merging.merge(ctx, FIRST, "I-1"),
        lambda: linking.set_parent(ctx, REAL, "SIM-1-1"),
        lambda: moves.move(ctx, REAL, "resolve", reason="duplicate", duplicate_of="SIM-1-1"),
    ):
        with pytest.raises(ConflictError, match="goes with its run"):
            act()
    assert tables(ctx) == stands

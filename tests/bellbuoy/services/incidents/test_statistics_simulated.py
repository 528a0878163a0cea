"""The record of incidents leaves out what simulations wrote or changed, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.commands.incident_record_rows import record_notes
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.similar import search
from bellbuoy.services.incidents.statistics import movement, record
from bellbuoy.services.simulations.living import step
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.desk.types import Selection
from tests.fixtures.stores import DEMO_NOW, NewStore

ALL = Selection(query="")


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    ctx: Context = new_demo(DEMO_NOW)
    return ctx


def test_incidents_of_a_run_count_nowhere(ctx: Context) -> None:
    before, moved = record(ctx, by="severity"), movement(ctx)
    run(ctx, "outage", ALL, {})
    found = record(ctx, by="severity")
    with ctx.reader() as reader:
        made = reader.value("SELECT count(*) FROM incident WHERE id < 0")
    assert made > 15
    assert found.simulated == made
    assert replace(found, simulated=0) == before
    assert movement(ctx) == moved
    assert f"left out of all figures: {made:,} simulated" in ", ".join(record_notes(found))


def test_real_ones_that_a_run_has_resolved_are_left_out(ctx: Context) -> None:
    """Nobody has mended them: their times would be made up."""
    before = record(ctx)
    run(ctx, "recovery", ALL, {})
    found = record(ctx)
    with ctx.reader() as reader:
        changed = reader.value(
            "SELECT count(*) FROM simulation_row WHERE table_name = 'incident' AND added = 0"
        )
    assert found.simulated == changed > 0
    assert found.totals.resolved == before.totals.resolved
    assert found.totals.opened < before.totals.opened
    undo(ctx, [1])
    assert record(ctx) == before


def test_a_solved_one_of_a_run_is_like_none(ctx: Context) -> None:
    begun = run(ctx, "outage", Selection(("C-0007",)), {}, length=1, speed=1)
    step(ctx, begun.number, 5)
    with ctx.reader() as reader:
        assert reader.value(
            "SELECT count(*) FROM incident WHERE id < 0 AND resolution = 'fixed'"
            " AND excluded_by IS NULL"
        )
        like = search(ctx).like("Outage: the service is down")
    assert not any(each.key.startswith("SIM-") for each in like)

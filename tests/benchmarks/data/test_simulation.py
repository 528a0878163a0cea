"""Both sides of the question about simulations, on a store that takes a moment."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services.simulations.ledger import history
from benchmarks.data import simulation
from tests.fixtures.stores import DEMO_NOW, context


def test_a_look_and_a_run_are_timed_and_leave_nothing_in_force(demo_store: Path) -> None:
    looked = simulation.looking(str(demo_store), "decline")
    ran = simulation.running(str(demo_store))
    assert set(looked) == {"first", "whole", "again"}
    assert 0 < looked["first"] <= looked["whole"]
    assert min(ran["run"], ran["undo"]) > 0
    (done,) = history(context(demo_store, DEMO_NOW))
    assert (done.state, done.done) == ("undone", 15)


def test_each_line_has_a_figure() -> None:
    told = {f"{key} {name}" for name in simulation.SCENARIOS for key in ("first", "whole",
            "again")} | {"run", "undo", "small run", "small undo"}  # fmt: skip
    named = {name for row in simulation.QUESTION.rows for name in (row.ours, row.peer) if name}
    assert named == told

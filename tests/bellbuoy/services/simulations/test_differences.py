"""Predicted beside measured, with why they differ, on each engine."""

from __future__ import annotations

from bellbuoy.services.simulations.differences import between, differences
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.desk.types import Selection
from core.simulations.differing import ANOTHER
from tests.fixtures.stores import NewStore

BOTH = Selection(("C-0007", "C-0010"))


def test_each_client_has_its_reason(new_demo: NewStore) -> None:
    ctx = new_demo()
    run(ctx, "outage", BOTH, {})
    assert [each.why for each in differences(ctx, 1)] == ["", ""]
    run(ctx, "decline", Selection(("C-0007",)), {"percent": 90})
    assert [(each.of.key, each.why) for each in differences(ctx, 1)] == [
        ("C-0007", ANOTHER), ("C-0010", ""),
    ]  # fmt: skip
    assert [each.of.key for each in differences(ctx, 1, most=1)] == ["C-0007"]
    undo(ctx, (2,))
    assert [each.why for each in differences(ctx, 1)] == ["", ""]


def test_two_runs_with_another_seed(new_demo: NewStore) -> None:
    ctx = new_demo()
    run(ctx, "decline", BOTH, {"percent": 90}, whom="a", seed=1)
    undo(ctx, (1,))
    run(ctx, "decline", BOTH, {"percent": 10}, whom="a", seed=1)
    found, apart = between(ctx, 2, 1)
    assert apart == ("percent 10 and 90", "state applied and undone")
    measured = {each.of.key: each.of.measured for each in differences(ctx, 1)}
    assert {each.of.key: each.of.predicted for each in found} == measured
    assert len(found) == 2
    for each in found:
        assert each.of.predicted is not None
        assert each.of.measured is not None
        assert each.of.predicted < each.of.measured

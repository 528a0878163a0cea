"""What every screen tells of runs in force, and the marks of whom they have reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import client_detail, clients
from bellbuoy.services.context import Context
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.incidents import reading
from bellbuoy.services.simulations.banner import banner
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.access.types import Viewer
from core.desk.types import Selection
from tests.fixtures.stores import DEMO_NOW, NewStore

CORAL = Selection(("C-0002",))


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def outage(ctx: Context, whom: Selection = CORAL) -> int:
    return run(ctx, "outage", whom, {}, whom="C-0002").number


def test_without_a_run_there_is_none(ctx: Context) -> None:
    assert banner(ctx) is None


def test_a_run_on_one_client_is_told_with_its_name(ctx: Context) -> None:
    number = outage(ctx)
    found = banner(ctx)
    assert found is not None
    assert (found.numbers, found.scenario, found.name) == (
        (number,),
        "outage",
        "Coral Networks",
    )
    assert (found.done, found.clients, found.moving) == (1, 1, False)
    undo(ctx, [number])
    assert banner(ctx) is None


def test_it_knows_whether_z_takes_the_run_back(ctx: Context) -> None:
    number = outage(ctx)
    found = banner(ctx)
    assert found is not None
    assert found.takes_back == number
    assign(ctx, CORAL, "mei")
    after = banner(ctx)
    assert after is not None
    assert after.takes_back is None
    other = banner(replace(ctx, viewer=Viewer("mei", "manager")))
    assert other is not None
    assert other.takes_back is None


def test_of_two_runs_it_tells_both_and_that_of_z(ctx: Context) -> None:
    first = outage(ctx)
    second = run(ctx, "pulse", Selection(("C-0003",)), {}, whom="C-0003").number
    found = banner(ctx)
    assert found is not None
    assert (found.numbers, found.takes_back, found.name) == ((first, second), second, None)


def test_those_whom_a_run_has_reached_are_marked_and_nobody_else(ctx: Context) -> None:
    number = outage(ctx)
    rows = {row.key: row.simulated for row in clients.page(ctx, limit=50).rows}
    assert [key for key, marked in rows.items() if marked] == ["C-0002"]
    assert client_detail.show(ctx, "C-0002").row.simulated
    assert not client_detail.show(ctx, "C-0003").row.simulated
    undo(ctx, [number])
    assert not any(row.simulated for row in clients.page(ctx, limit=50).rows)


def test_incidents_of_a_run_and_of_its_clients_are_marked(ctx: Context) -> None:
    outage(ctx)
    rows = reading.page(ctx, "status:open", limit=50).rows
    made = {row.key for row in rows if row.simulated}
    assert made == {row.key for row in rows if row.key.startswith("SIM-")}
    assert made
    of_coral = {row.key for row in rows if row.client_key == "C-0002"}
    assert {row.key for row in rows if row.of_simulated} == of_coral
    assert of_coral > made

"""Figures of the whole base bear a mark while a run in force moves them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services import analytics, client_detail, compare, figures, health
from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import meant_by
from bellbuoy.services.incidents import reading
from bellbuoy.services.incidents.detail import detail
from bellbuoy.services.overview import overview
from bellbuoy.services.simulations import moved as service
from bellbuoy.services.simulations.moved import moved
from bellbuoy.services.simulations.preview import preview
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.undoing import undo
from core.desk.types import Selection
from core.simulations.parameters import Values
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def ran(ctx: Context, name: str, whom: str, values: Values | None = None) -> int:
    return run(ctx, name, meant_by(ctx, whom), values or {}, whom=whom).number


def test_an_outage_marks_what_it_moves_until_it_is_taken_back(ctx: Context) -> None:
    before = overview(ctx)
    assert before.simulated == ()
    number = ran(ctx, "outage", "tier:healthy limit:3")
    found = overview(ctx)
    differ = {tier for tier in found.tiers if found.tiers[tier] != before.tiers[tier]}
    assert differ
    assert {f"tier:{tier}" for tier in differ} <= set(found.simulated)
    assert {"health", "trend", "incidents", "severity:critical"} <= set(found.simulated)
    assert not {"arr", "clients", "severity:low", "calls"} & set(found.simulated)
    assert overview(ctx.looking_at(DEMO_NOW - timedelta(days=3))).simulated == ()
    undo(ctx, [number])
    assert overview(ctx) == before


def test_use_that_a_run_adds_is_marked_where_use_is_told(ctx: Context) -> None:
    ran(ctx, "pulse", "C-0002")
    assert {"calls", "logins"} <= moved(ctx) | {"logins"}
    assert analytics.usage_trend(ctx).simulated
    assert client_detail.usage(ctx, "C-0002").simulated
    assert client_detail.show(ctx, "C-0002").simulated_use
    assert not client_detail.usage(ctx, "C-0003").simulated
    (calls,) = figures.client_figure(ctx, "C-0002", "calls")
    assert calls.simulated


def test_a_price_marks_money_and_no_score(ctx: Context) -> None:
    ran(ctx, "price-rise", "C-0002")
    assert "arr" in moved(ctx)
    assert not {"health", "incidents"} & moved(ctx)


def test_of_very_many_every_figure_of_scores_counts_as_moved(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(ctx, "outage", "tier:healthy limit:3")
    exact = moved(ctx)
    monkeypatch.setattr(service, "_MOST", 2)
    assert exact <= moved(ctx)
    assert "arr" not in moved(ctx)


def test_opened_figures_say_that_they_are_simulated(ctx: Context) -> None:
    ran(ctx, "outage", "C-0002")
    assert all(each.simulated for each in figures.base_figure(ctx, "health"))
    assert not any(each.simulated for each in figures.base_figure(ctx, "arr"))
    why = health.explain(ctx, "C-0002")
    assert (why.simulated, why.earned.simulated, why.lost.simulated) == (True, True, True)
    assert not health.explain(ctx, "C-0003").simulated
    found = compare.two_clients(ctx, "C-0002", "C-0003")
    assert (found.left.simulated, found.right.simulated) == (True, False)


def test_an_incident_says_which_of_its_clients_are_simulated(ctx: Context) -> None:
    ran(ctx, "outage", "C-0002")
    opened = next(each for each in reading.page(ctx).rows if each.simulated)
    whole = detail(ctx, opened.key)
    assert [each.simulated for each in whole.affected] == [True]
    found = analytics.incident_stats(ctx)
    assert "critical" in found.simulated
    real = analytics.incident_stats(ctx, "NOT client:C-0002")
    assert real.simulated == ()


def test_a_preview_says_which_of_its_figures_are_simulated_already(ctx: Context) -> None:
    assert preview(ctx, "pulse", Selection(("C-0002",)), {}).simulated == ()
    ran(ctx, "outage", "C-0002")
    told = preview(ctx, "pulse", Selection(("C-0002",)), {}).simulated
    assert {"health", "incidents"} <= set(told)
    assert "arr" not in told
    assert preview(ctx, "pulse", Selection(("C-0003",)), {}).simulated == ()

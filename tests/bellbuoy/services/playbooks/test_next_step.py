"""The next step of a client, from all that was written down about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import clients, health
from bellbuoy.services.context import Context
from bellbuoy.services.desk import interactions, tasks
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.today import today
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.playbooks.next_step import next_step
from core.access.types import Viewer
from core.desk.types import Selection
from core.playbooks.types import NextStep
from core.values.errors import DeniedError
from tests.fixtures.stores import DEMO_NOW, NewStore


@pytest.fixture
def ctx(new_demo: NewStore) -> Context:
    return new_demo(DEMO_NOW)


def step(ctx: Context, key: str) -> NextStep:
    return next_step(ctx, health.explain(ctx, key))


def test_whoever_is_at_risk_or_waits_has_one(ctx: Context) -> None:
    at_risk = {row.key for row in clients.page(ctx, clients.RADAR_QUERY).rows}
    waits = {row.client for row in today(ctx, "").rows}
    assert at_risk
    assert waits
    assert all(step(ctx, key).verb for key in at_risk | waits)


def test_a_plan_takes_the_place_of_what_would_fit(ctx: Context) -> None:
    key = clients.page(ctx, clients.RADAR_QUERY).rows[0].key
    assert step(ctx, key).verb == "playbook"
    assign(ctx, Selection((key,)), "silent")
    assert step(ctx, key).what == "Find out who used it last, and who is there now"
    assert step(ctx, key).verb == "done"


def test_what_the_role_may_not_read_is_left_out(ctx: Context) -> None:
    key = clients.page(ctx, clients.RADAR_QUERY).rows[0].key
    tasks.add(ctx, [key], "a secret")
    analyst = replace(ctx, viewer=Viewer("kim", "analyst"))
    assert step(ctx, key).what == "a secret"
    assert step(analyst, key).what != "a secret"
    with pytest.raises(DeniedError):
        next_step(replace(ctx, viewer=Viewer("kim", "auditor")), health.explain(ctx, key))


def test_calls_and_snoozes_rest_a_client(ctx: Context) -> None:
    key = next(
        row.key for row in clients.page(ctx, clients.RADAR_QUERY).rows
        if step(ctx, row.key).verb not in ("playbook", "")
    )  # fmt: skip
    interactions.add(ctx, [key], "they are away", kind="call")
    assert step(ctx, key).verb == ""
    before = ctx.looking_at(ctx.now - timedelta(days=1))
    assert step(before, key).verb in ("call", "task", "")
    snooze(ctx, Selection((key,)), ctx.today + 2, "on holiday")
    assert "on holiday" in step(ctx, key).why

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.commands.options import Options
from bellbuoy.commands.rescoring import rescore, worker_serves
from bellbuoy.services import clients, health, settings, worker
from bellbuoy.services.context import Context
from tests.fixtures.stores import context


def earlier(ctx: Context) -> Context:
    return settings.set_clock(ctx, settings.frozen_at(ctx, "2026-11-01"))


def test_everybody_is_scored_for_the_new_day(demo_store: Path) -> None:
    ctx = earlier(context(demo_store))
    assert rescore(ctx, Options()) > 5
    (row,) = clients.page(ctx, "umber").rows
    assert row.score == 89
    _, points = health.history(ctx, "C-0001")
    assert points[-1].score == 89
    assert rescore(ctx, Options()) == 0


def test_a_living_worker_serves(demo_store: Path) -> None:
    ctx = context(demo_store)
    assert not worker_serves(ctx)
    worker.enlist(ctx, "test")
    assert worker_serves(replace(ctx))

"""What an import does beside its rows: baselines, components without news, the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.integrations import import_path, settle_history, with_baselines
from bellbuoy.services.settings import frozen_at, set_clock
from core.health.types import Baseline, HealthConfig
from core.integrations.mapping_types import HealthBaselines, PlanBaseline
from core.values.instants import parse_day
from tests.bellbuoy.services.import_files import JULY, every, lines, plain, write_folder
from tests.fixtures.stores import NOW, NewStore, context, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store(at=JULY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def test_a_mapping_sets_the_baselines_that_it_names(ctx: Context, folder: Path) -> None:
    said = HealthBaselines(calls=100, plans=(PlanBaseline("pro", None, 5),))
    import_path(ctx, folder, replace(plain(), health=said))
    assert every(ctx, "SELECT DISTINCT config FROM score") == [("health/2",)]
    kept = every(ctx, "SELECT version FROM score_config ORDER BY version")
    import_path(ctx, folder, replace(plain(), health=said))
    assert every(ctx, "SELECT version FROM score_config ORDER BY version") == kept


def test_baselines_that_are_left_out_stay() -> None:
    before = HealthConfig(baseline=Baseline(200, 20), plans=(("old", Baseline(1, 2)),))
    said = HealthBaselines(logins=9, plans=(PlanBaseline("new", 7, None),))
    after = with_baselines(before, said)
    assert after.baseline == Baseline(200, 9)
    assert after.plans == (("new", Baseline(7, 9)), ("old", Baseline(1, 2)))


def test_a_component_that_says_the_same_of_everybody_is_told(
    ctx: Context, tmp_path: Path
) -> None:
    lines(tmp_path / "client.csv", "id,name,start", *(f"c{n},C,2023-01-01" for n in range(5)))
    lines(
        tmp_path / "usage.csv", "id,client,at,value",
        *(f"u{n},c{n},2024-06-20T00:00:00Z,{4 * n + 4}" for n in range(5)),
    )  # fmt: skip
    done = import_path(ctx, tmp_path, plain())
    [found] = done.saturated
    assert (found.component, found.at, found.fitting) == ("usage", 0, 16)
    assert (found.share, found.clients, found.baseline) == (1.0, 5, 5000)


@pytest.mark.parametrize(("days", "offered"), [(45, False), (46, True)])
def test_the_clock_is_offered_when_the_newest_fact_is_old(
    ctx: Context, folder: Path, days: int, offered: bool
) -> None:
    newest = parse_day("2024-06-30")
    move(ctx, datetime(2024, 6, 30, 12, tzinfo=UTC) + timedelta(days=days))
    done = import_path(ctx, folder, plain())
    assert done.newest == newest
    assert done.offer_clock == (newest if offered else None)


def test_a_clock_that_is_set_already_is_not_offered(new_store: NewStore, folder: Path) -> None:
    ctx = new_store(at=NOW)
    ctx = set_clock(ctx, frozen_at(ctx, "2025-12-31"))
    assert import_path(ctx, folder, plain()).offer_clock is None


def test_a_clock_set_at_the_newest_day_scores_that_day(ctx: Context, folder: Path) -> None:
    move(ctx, NOW)
    done = import_path(ctx, folder, plain())
    assert done.offer_clock is not None
    at_work = {row.key: row.calls_30 for row in clients.page(ctx).rows}
    assert set(at_work.values()) == {0}
    ctx = set_clock(ctx, frozen_at(ctx, "2024-06-30"))
    settle_history(ctx)
    rows = {row.key: row for row in clients.page(ctx).rows}
    assert rows["c2"].calls_30 == sum(n for n in range(60) if n % 6 == 1)
    assert context(ctx.store).present == ctx.present

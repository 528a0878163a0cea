"""What a store tells of itself: size, span, and whether it is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.store import check, failures, migrate, plan_migration, stats
from core.values.errors import BellbuoyError
from storage.engine.migrate import create
from storage.engine.version import SCHEMA
from storage.schema import METADATA
from tests.fixtures.stores import context


def test_sizes_are_those_of_the_tables(demo_store: Path) -> None:
    ctx = context(demo_store)
    found = stats(ctx)
    rows = {each.table: each.rows for each in found.tables}
    assert set(rows) == set(METADATA.tables)
    assert (rows["client"], rows["incident"], rows["setting"]) == (15, 14, 5)
    assert found.bytes == demo_store.stat().st_size
    with ctx.reader() as reader:
        span = reader.one("SELECT min(day), max(day) FROM usage_day")
    assert (found.first_day, found.last_day) == span
    assert found.info == ctx.info


def test_an_empty_store_has_no_span(empty_store: Path) -> None:
    found = stats(context(empty_store))
    assert (found.first_day, found.last_day) == (None, None)


def test_a_sound_store_has_no_findings(demo_store: Path) -> None:
    for full in (False, True):
        found = check(context(demo_store), full=full)
        assert {each.state for each in found} == {"ok"}
        assert failures(found) == 0


@pytest.mark.parametrize(
    ("harm", "finding", "full"),
    [
        ("UPDATE client SET score = score + 1 WHERE id = 2", "scores", False),
        ("UPDATE score SET penalty = penalty + 30 WHERE client_id = 2", "scores", False),
        ("INSERT INTO usage_day VALUES (1, 99, 5, 5)", "orphans", False),
        ("UPDATE usage_day SET calls = calls + 1 WHERE client_id = 2", "rollups", True),
        ("DELETE FROM event WHERE client_id = 3 AND value > 5", "rollups", True),
        ("UPDATE score SET logins_30 = logins_30 + 1 WHERE client_id = 15", "windows", True),
        ("UPDATE client SET top_reason = 'other' WHERE id = 2", "standings", True),
        ("UPDATE client_arr SET arr_minor = 1 WHERE client_id = 2", "standings", True),
        ("UPDATE client SET open_incidents = 9 WHERE id = 2", "standings", True),
    ],
)
def test_each_harm_is_found(demo_store: Path, harm: str, finding: str, full: bool) -> None:
    ctx = context(demo_store)
    with ctx.store.unit() as unit:
        unit.rows(harm)
    found = {each.name: each for each in check(ctx, full=True)}
    assert found[finding].state == "fail"
    assert found[finding].hint
    if full:
        assert {each.state for each in check(ctx)} == {"ok"}
    else:
        assert failures(check(ctx)) >= 1


def test_scores_that_wait_are_no_fault(demo_store: Path) -> None:
    ctx = context(demo_store)
    with ctx.store.unit() as unit:
        unit.rows("UPDATE client SET score = 1 WHERE id = 2")
        unit.rows("INSERT INTO changed_client VALUES (2, 1, 'test')")
    found = {each.name: each for each in check(ctx, full=True)}
    assert found["queue"].state == "warn"
    assert "1 clients wait" in found["queue"].text
    assert not {"scores", "standings"} & found.keys()
    recompute(ctx)
    assert failures(check(ctx, full=True)) == 0


def test_a_full_check_can_be_stopped(demo_store: Path) -> None:
    with pytest.raises(BellbuoyError, match="stopped"):
        check(context(demo_store), full=True, cancelled=lambda: True)
    seen: list[tuple[int, int]] = []
    check(context(demo_store), full=True, progress=lambda *at: seen.append(at))
    assert seen == [(15, 15)]


def test_a_migration_is_planned_and_done(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    create(path, target=1)
    assert plan_migration(str(path)) == (1, SCHEMA)
    copy = migrate(str(path))
    assert copy is not None
    assert copy.exists()
    assert plan_migration(str(path)) == (SCHEMA, SCHEMA)
    assert migrate(str(path)) is None

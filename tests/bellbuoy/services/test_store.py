"""What a store tells of itself: size, span, and whether it is sound."""

from __future__ import annotations

import pytest

from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.store import check, failures, migrate, plan_migration, stats
from core.values.errors import BellbuoyError
from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.engine.version import SCHEMA
from storage.health.facets import following_facets
from storage.schema import METADATA
from tests.fixtures.stores import context


def test_sizes_are_those_of_the_tables(a_demo: Store) -> None:
    ctx = context(a_demo)
    found = stats(ctx)
    rows = {each.table: each.rows for each in found.tables}
    assert set(rows) == set(METADATA.tables)
    assert (rows["client"], rows["incident"], rows["setting"]) == (15, 14, 8)
    assert found.bytes == a_demo.size().bytes > 0
    with ctx.reader() as reader:
        span = reader.one("SELECT min(day), max(day) FROM usage_day")
    assert (found.first_day, found.last_day) == span
    assert found.info == ctx.info


def test_an_empty_store_has_no_span(a_store: Store) -> None:
    found = stats(context(a_store))
    assert (found.first_day, found.last_day) == (None, None)


def test_a_sound_store_has_no_findings(a_demo: Store) -> None:
    for full in (False, True):
        found = check(context(a_demo), full=full)
        assert {each.state for each in found} == {"ok"}
        assert failures(found) == 0


@pytest.mark.parametrize(
    ("harm", "finding", "full"),
    [
        ("UPDATE client SET score = score + 1 WHERE id = 2", "scores", False),
        ("UPDATE score SET penalty = penalty + 30 WHERE client_id = 2", "scores", False),
        ("INSERT INTO usage_day VALUES (1, 99, 5, 5)", "orphans", False),
        ("UPDATE usage_day SET calls = calls + 1 WHERE client_id = 2", "rollups", True),
        ("DELETE FROM usage_total WHERE client_id = 3 AND calls > 5", "rollups", True),
        ("DELETE FROM usage_sum WHERE day = (SELECT max(day) FROM usage_sum)", "sums", True),
        ("UPDATE usage_sum SET logins = logins + 1", "sums", True),
        ("UPDATE score SET logins_30 = logins_30 + 1 WHERE client_id = 6", "windows", True),
        ("UPDATE client SET top_reason = 'other' WHERE id = 2", "standings", True),
        ("UPDATE client_arr SET arr_minor = 1 WHERE client_id = 2", "standings", True),
        ("UPDATE client SET open_incidents = 9 WHERE id = 2", "standings", True),
        ("UPDATE score SET week = week + 1 WHERE client_id = 2", "standings", True),
        ("UPDATE client SET owner = 'somebody' WHERE id = 2", "facets", True),
        ("UPDATE facet_count SET n = n + 1 WHERE dimension = 'all'", "facets", True),
        ("DELETE FROM score_day WHERE day = (SELECT max(day) FROM score_day)", "days", True),
        ("UPDATE score_day SET arr_minor = 1 WHERE day < 20773 AND n > 1", "days", True),
        ("DELETE FROM arr_history WHERE client_id = 2", "days", True),
    ],
)
def test_each_harm_is_found(a_demo: Store, harm: str, finding: str, full: bool) -> None:
    ctx = context(a_demo)
    with ctx.store.unit() as unit:
        unit.rows(harm)
    found = {each.name: each for each in check(ctx, full=True)}
    assert found[finding].state == "fail"
    assert found[finding].hint
    if finding in ("scores", "facets", "days", "standings"):
        assert "such as" in found[finding].text
        assert "C-0" in found[finding].text
    if full:
        assert {each.state for each in check(ctx)} == {"ok"}
    else:
        assert failures(check(ctx)) >= 1


def test_scores_that_wait_are_no_fault(a_demo: Store) -> None:
    ctx = context(a_demo)
    with ctx.store.unit() as unit:
        with following_facets(unit, [2]):
            unit.rows("UPDATE client SET score = 1 WHERE id = 2")
        unit.rows("INSERT INTO changed_client VALUES (2, 1, 'test')")
    found = {each.name: each for each in check(ctx, full=True)}
    assert found["queue"].state == "warn"
    assert "1 client waits" in found["queue"].text
    assert not {"scores", "standings"} & found.keys()
    recompute(ctx)
    assert failures(check(ctx, full=True)) == 0


def test_a_full_check_can_be_stopped(a_demo: Store) -> None:
    with pytest.raises(BellbuoyError, match="stopped"):
        check(context(a_demo), full=True, cancelled=lambda: True)
    seen: list[tuple[int, int]] = []
    check(context(a_demo), full=True, progress=lambda *at: seen.append(at))
    assert seen == [(15, 15)]


def test_a_migration_is_planned_and_done(new_url: str) -> None:
    open_store(new_url).create(1)
    assert plan_migration(new_url) == (1, SCHEMA)
    copy = migrate(new_url)
    assert copy is not None
    assert plan_migration(copy) == (1, SCHEMA)
    assert plan_migration(new_url) == (SCHEMA, SCHEMA)
    assert migrate(new_url) is None

"""Room that deleted rows left goes back, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import store, worker
from bellbuoy.services.backup import compacting
from bellbuoy.services.backup.lead import leading
from core.values.errors import ConflictError
from storage.engine.content import content_of
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from tests.fixtures.stores import context


def said(kept: Store) -> dict[str, str]:
    with kept.reader() as reader:
        found = content_of(reader).tables
    return {each.name: each.sha256 for each in found if each.name not in ("lease", "worker")}


def delete_much(kept: Store) -> None:
    with kept.unit() as unit:
        for table in ("event", "usage_day", "score_history", "arr_history"):
            unit.run(f"DELETE FROM {table}")


@pytest.mark.parametrize("whole", [False, True])
def test_nothing_but_room_goes(a_demo: Store, whole: bool) -> None:
    ctx = context(a_demo)
    delete_much(a_demo)
    before = said(a_demo)
    seen: list[tuple[int, int]] = []
    done = compacting.compact(ctx, whole=whole, progress=lambda *at: seen.append(at))
    assert said(a_demo) == before
    if whole:
        assert done.bytes_after <= done.bytes_before
    assert seen == sorted(seen)
    assert store.failures(store.check(ctx)) == 0


def test_a_file_becomes_as_small_as_the_plan_says(demo_store: Path) -> None:
    ctx = context(demo_store)
    delete_much(ctx.store)
    ctx.store.checkpoint(truncate=True)
    planned = compacting.plan(ctx)
    assert planned.free > 0
    done = compacting.compact(ctx)
    assert done.bytes_after <= planned.bytes_after
    assert done.bytes_after == demo_store.stat().st_size
    assert done.log_after == 0
    assert compacting.plan(ctx).free == 0


def test_a_file_that_gives_nothing_back_by_itself(demo_store: Path) -> None:
    """One that was made without: all of it is written anew."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(demo_store, isolation_level=None)) as db:
        for pragma in ("journal_mode = DELETE", "auto_vacuum = NONE"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = WAL")
    kept = SqliteStore(demo_store)
    delete_much(kept)
    kept.checkpoint(truncate=True)
    done = compacting.compact(context(demo_store))
    assert done.free > 0
    assert done.bytes_after <= done.bytes_before - done.free


def test_the_worker_leads_again_afterwards(a_demo: Store) -> None:
    ctx = context(a_demo)
    worker.enlist(ctx, "w1")
    led = worker.beat(ctx, "w1", None).fence
    assert led is not None
    compacting.compact(ctx)
    assert (worker.beat(ctx, "w1", led).fence or 0) > led


def test_not_while_a_restore_is_on(a_demo: Store) -> None:
    ctx = context(a_demo)
    with (
        leading(ctx, "restore"),
        pytest.raises(ConflictError, match="a restore of this store is on"),
    ):
        compacting.compact(ctx)

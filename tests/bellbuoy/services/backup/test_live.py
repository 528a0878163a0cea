"""All of a live store is replaced at once, and nothing that was told is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import store, worker
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.backup import keeping, live, making, restoring
from bellbuoy.services.backup.lead import leading
from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, CheckFailedError, ConflictError, UsageError
from storage.backup import live as storage_live
from storage.backup.folder import seal_of
from storage.engine.content import Content, content_of
from storage.engine.sqlite_pages import pages_in
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.jobs.lease import check_fence
from storage.store.writes import put_setting
from tests.bellbuoy.services.alerts.ringing import (
    alerts,
    keep,
    outbox,
    quiet_store,
    settle,
    trouble,
)
from tests.fixtures.stores import NewStore, context

CHANGES_BY_ITSELF = {
    "alert", "alert_delivery", "alert_due", "audit", "backup", "change_row", "change_set",
    "lease", "worker",
}  # fmt: skip


def content(kept: Store) -> Content:
    with kept.reader() as reader:
        return content_of(reader)


def tables(kept: Store | Path) -> dict[str, str]:
    """What each table says, but those that a restore itself adds to."""
    opened = SqliteStore(kept) if isinstance(kept, Path) else kept
    found = content(opened).tables
    return {each.name: each.sha256 for each in found if each.name not in CHANGES_BY_ITSELF}


def backed_up(ctx: Context, folder: Path) -> Path:
    return Path(making.make(ctx, str(folder / "b.db")).path)


def spoil(ctx: Context) -> None:
    """What a person regrets."""
    with ctx.store.unit() as unit:
        unit.run("DELETE FROM incident_still")
        unit.run("DELETE FROM incident")
        unit.run("UPDATE client SET owner = 'eve'")
        put_setting(unit, "mark", "regretted")


@pytest.fixture
def ctx(a_demo: Store) -> Context:
    return context(a_demo)


def test_the_store_says_what_it_said(ctx: Context, tmp_path: Path) -> None:
    before = tables(ctx.store)
    path = backed_up(ctx, tmp_path)
    spoil(ctx)
    regretted = tables(ctx.store)
    assert regretted != before
    planned = live.plan_live(ctx, str(path))
    done = live.restore_live(ctx, str(path))
    assert tables(ctx.store) == before == tables(path)
    assert planned.replaced == done.replaced
    assert {each.table for each in done.replaced} >= {"incident", "setting"}
    assert done.saved is not None
    assert tables(Path(done.saved)) == regretted
    assert store.failures(store.check(ctx, full=True)) == 0
    kinds = [(each.kind, each.state) for each in keeping.listed(ctx)]
    assert kinds == [("before-restore", "kept"), ("asked", "kept")]


def test_an_open_reader_sees_it_and_goes_on(ctx: Context, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    spoil(ctx)
    with ctx.store.reader() as reader:
        seen = reader.changes()
        assert reader.value("SELECT count(*) FROM incident") == 0
        live.restore_live(ctx, str(path))
        assert reader.changes() != seen
        assert reader.value("SELECT count(*) FROM incident") == 14


def test_a_reader_in_the_middle_keeps_what_it_sees(ctx: Context, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    spoil(ctx)
    with ctx.store.reader() as reader:
        reader.begin()
        assert reader.value("SELECT count(*) FROM incident") == 0
        live.restore_live(ctx, str(path))
        assert reader.value("SELECT count(*) FROM incident") == 0
        reader.end()
        assert reader.value("SELECT count(*) FROM incident") == 14


def test_a_job_of_the_former_leader_commits_nothing_more(ctx: Context, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    worker.enlist(ctx, "w1")
    led = worker.beat(ctx, "w1", None).fence
    assert led is not None
    live.restore_live(ctx, str(path))
    with pytest.raises(ConflictError, match="taken the lead"), ctx.store.unit() as unit:
        check_fence(unit, "worker", led)
    again = worker.beat(ctx, "w1", led).fence
    assert again is not None, "the lease is free at once"
    assert again > led + 1


def test_what_was_delivered_stays_delivered_and_what_no_longer_holds_ends(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    settle(ctx)
    path = backed_up(ctx, tmp_path)
    trouble(ctx, "k1")
    assert settle(ctx).opened == 1
    assert deliver(ctx).done == 1
    before = outbox(ctx)
    live.restore_live(ctx, str(path))
    assert outbox(ctx) == before == [("screen", "ring", "done")]
    assert alerts(ctx) == [("mine", "k1", "new", 1, 1)]
    assert deliver(ctx).tried == 0
    assert evaluate(ctx).closed == 1
    assert alerts(ctx)[0][2] == "resolved"
    trouble(ctx, "k1")
    assert settle(ctx).opened == 1
    assert [(row[3], row[4]) for row in alerts(ctx)] == [(1, 1), (2, 1)]
    assert deliver(ctx).done == 1


def test_one_restore_at_a_time(ctx: Context, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    with (
        leading(ctx, "restore"),
        pytest.raises(ConflictError, match="a restore of this store is on"),
    ):
        live.restore_live(ctx, str(path))
    live.restore_live(ctx, str(path))


def test_a_damaged_backup_replaces_nothing(ctx: Context, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    with path.open("r+b") as file:
        file.truncate(100_000)
    before = content(ctx.store)
    with pytest.raises(CheckFailedError, match="it is cut"):
        live.restore_live(ctx, str(path))
    assert content(ctx.store) == before


@pytest.mark.parametrize("step", [1, 2, 20])
def test_stopped_before_the_swap_nothing_is_replaced(
    ctx: Context, tmp_path: Path, step: int
) -> None:
    path = backed_up(ctx, tmp_path)
    spoil(ctx)
    before = tables(ctx.store)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == step

    with pytest.raises(BellbuoyError, match="stopped; "):
        live.restore_live(ctx, str(path), cancelled=cancelled)
    assert tables(ctx.store) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.db", "b.db.json"]


def test_a_write_that_slips_in_stops_it(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the lock is let go for a moment between the backup of what stands and
    the swap: who writes then is heard, and nothing is replaced."""
    ctx = context(demo_store)
    path = backed_up(ctx, tmp_path)

    def slip(*given: object) -> None:
        with ctx.store.unit() as unit:
            put_setting(unit, "mark", "acknowledged")
        pages_in(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(storage_live, "pages_in", slip)
    with pytest.raises(ConflictError, match="somebody wrote"):
        live.restore_live(ctx, str(path))
    with ctx.store.reader() as reader:
        assert reader.value("SELECT value FROM setting WHERE name = 'mark'") == "acknowledged"
    assert store.failures(store.check(ctx, full=True)) == 0


def test_a_server_store_is_restored_from_the_backup_of_a_file(
    demo_store: Path, ctx: Context, tmp_path: Path
) -> None:
    """A backup is of no engine: each goes into each."""
    path = backed_up(context(demo_store), tmp_path)
    spoil(ctx)
    live.restore_live(ctx, str(path))
    assert tables(ctx.store) == tables(path)


def test_into_a_new_store_of_each_engine(ctx: Context, new_url: str, tmp_path: Path) -> None:
    path = backed_up(ctx, tmp_path)
    planned = restoring.plan(str(path), new_url)
    done = restoring.restore(str(path), new_url)
    assert done == planned
    made = context(new_url)
    assert content(made.store).checksum == done.checksum == content(SqliteStore(path)).checksum
    assert store.failures(store.check(made, full=True)) == 0
    with pytest.raises(UsageError, match="exists already"):
        restoring.restore(str(path), new_url)


@pytest.mark.parametrize("stop", [1, 30, 60])
def test_a_new_store_is_whole_or_not_there(
    ctx: Context, new_url: str, tmp_path: Path, stop: int
) -> None:
    path = backed_up(ctx, tmp_path)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == stop

    try:
        restoring.restore(str(path), new_url, cancelled=cancelled)
    except BellbuoyError:
        restoring.restore(str(path), new_url)
    assert content(context(new_url).store).checksum == content(SqliteStore(path)).checksum


def test_no_store_is_restored_from_itself(demo_store: Path) -> None:
    ctx = context(demo_store)
    with pytest.raises(UsageError, match="from itself"):
        live.restore_live(ctx, str(demo_store))
    with pytest.raises(UsageError, match="a backup is a file"):
        live.restore_live(ctx, "postgresql://ana@db.example/crm")


def test_a_restore_into_live_leaves_a_backup_of_an_older_name_alone(
    demo_store: Path, tmp_path: Path
) -> None:
    """Two restores in the same second save two backups."""
    ctx = context(demo_store)
    path = backed_up(ctx, tmp_path)
    saved = [live.restore_live(ctx, str(path)).saved for _ in range(2)]
    assert len({*saved}) == 2
    assert all(seal_of(Path(each or "")).is_file() for each in saved)

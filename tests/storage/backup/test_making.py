"""A backup says what the store said at one moment, or there is none."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.store.types import BackupSeal
from core.values.errors import BellbuoyError, ConflictError, UsageError
from storage.backup import making
from storage.backup.folder import alone_in, seal_of
from storage.backup.making import write_backup
from storage.backup.proof import sealed
from storage.engine.content import content_hash
from storage.engine.sqlite_pages import file_faults
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.store.writes import put_setting

AT = datetime(2026, 11, 16, 3, 10, tzinfo=UTC)


def made(store: Store, target: Path) -> BackupSeal:
    return write_backup(store, target, AT, lambda *_: None, lambda: False)


def hashed(store: Store) -> str:
    with store.reader() as reader:
        return content_hash(reader)


def test_a_backup_says_what_the_store_says(a_demo: Store, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    seal = made(a_demo, target)
    assert seal.checksum == hashed(a_demo) == hashed(SqliteStore(target))
    assert seal == sealed(target)
    assert (seal.bytes, seal.engine) == (target.stat().st_size, a_demo.engine)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "b.db.json"]
    assert "password" not in seal_of(target).read_text()


def test_progress_goes_up_to_the_whole(a_demo: Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_backup(a_demo, tmp_path / "b.db", AT, lambda *at: seen.append(at), lambda: False)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_others_write_all_the_while(a_demo: Store, tmp_path: Path) -> None:
    """Each step of the backup has a write behind it; the backup is of the moment when
    it began, and every write stays in the store."""
    before = hashed(a_demo)
    written: list[str] = []

    def progress(done: int, _total: int) -> None:
        def write() -> None:
            with a_demo.unit() as unit:
                put_setting(unit, f"mark.{done}", "late")

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        written.append(f"mark.{done}")

    seal = write_backup(a_demo, tmp_path / "b.db", AT, progress, lambda: False)
    assert seal.checksum == before == hashed(SqliteStore(tmp_path / "b.db"))
    with a_demo.reader() as reader:
        kept = {name for (name,) in reader.rows("SELECT name FROM setting")}
    assert written
    assert kept.issuperset(written)


@pytest.mark.parametrize("step", [1, 2, 20])
def test_stopped_at_any_step_it_leaves_nothing(
    a_demo: Store, tmp_path: Path, step: int
) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == step

    with pytest.raises(BellbuoyError, match="stopped; no backup was made"):
        write_backup(a_demo, tmp_path / "b.db", AT, lambda *_: None, cancelled)
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_stands_is_written_over(demo_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        made(SqliteStore(demo_store), target)
    target.rename(seal_of(target))
    with pytest.raises(UsageError, match="exists already"):
        made(SqliteStore(demo_store), target)
    assert seal_of(target).read_text() == "mine"


def test_one_at_a_time_in_a_folder(demo_store: Path, tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(ConflictError):
        made(SqliteStore(demo_store), tmp_path / "b.db")


def test_a_store_that_breaks_a_reference_is_not_backed_up(
    a_demo: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "file_faults", lambda _path: ["row 7 missing from index"])
    with pytest.raises(BellbuoyError, match="is not sound: row 7"):
        made(a_demo, tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_differs_is_removed(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def meddle(path: Path) -> list[str]:
        with SqliteStore(path).unit() as unit:
            put_setting(unit, "timezone", "Mars/Olympus")
        return file_faults(path)

    monkeypatch.setattr(making, "file_faults", meddle)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(BellbuoyError, match="differs from it; it is removed"):
        made(SqliteStore(demo_store), folder / "b.db")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_who_may_not_read_the_store_may_not_read_the_backup(
    demo_store: Path, tmp_path: Path
) -> None:
    demo_store.chmod(0o600)
    made(SqliteStore(demo_store), tmp_path / "b.db")
    assert stat.S_IMODE((tmp_path / "b.db").stat().st_mode) == 0o600

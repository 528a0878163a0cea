"""A copy counts only when it is proved, row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError
from storage.engine import backup
from storage.engine.backup import verified_copy
from storage.engine.content import content_hash
from storage.engine.sqlite_store import SqliteStore
from storage.store.writes import put_setting


def hashed(path: Path) -> str:
    with SqliteStore(path).reader() as reader:
        return content_hash(reader)


def test_a_copy_has_the_content_and_the_name_that_was_asked_for(
    demo_store: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    assert verified_copy(demo_store, target) == hashed(demo_store) == hashed(target)
    assert SqliteStore(target).schema() == SqliteStore(demo_store).schema()
    assert not target.with_name("copy.db.part").exists()


def test_what_waits_in_the_log_is_copied_too(demo_store: Path, tmp_path: Path) -> None:
    with SqliteStore(demo_store).unit() as unit:
        put_setting(unit, "mark", "late")
    verified_copy(demo_store, tmp_path / "copy.db")
    with SqliteStore(tmp_path / "copy.db").reader() as reader:
        assert reader.value("SELECT value FROM setting WHERE name = 'mark'") == "late"


def test_a_copy_that_breaks_a_reference_is_refused(demo_store: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(demo_store)) as db:
        db.execute("INSERT INTO client_arr VALUES (999999, 'USD', 1)")
        db.commit()
    with pytest.raises(BellbuoyError, match="not sound"):
        verified_copy(demo_store, tmp_path / "copy.db")
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []


def test_a_copy_that_fails_leaves_an_older_one(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.db"
    verified_copy(demo_store, target)
    before = target.read_bytes()
    (tmp_path / "copy.db.part").write_text("left behind")
    monkeypatch.setattr(backup, "_proved", lambda path, told: "another hash")
    with pytest.raises(BellbuoyError, match="differs from it"):
        verified_copy(demo_store, target)
    assert target.read_bytes() == before
    assert not (tmp_path / "copy.db.part").exists()


def test_a_damaged_source_is_refused(demo_store: Path, tmp_path: Path) -> None:
    content = bytearray(demo_store.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    demo_store.write_bytes(content)
    with pytest.raises(BellbuoyError):
        verified_copy(demo_store, tmp_path / "copy.db")
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []

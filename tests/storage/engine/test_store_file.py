"""What is opened as a store, and how a file becomes one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import open_context
from core.values.errors import BellbuoyError, ConflictError, NotFoundError, UsageError
from storage.engine import migrate
from storage.engine.sqlite_store import SqliteStore
from storage.engine.version import APPLICATION_ID, SCHEMA
from tests.storage.engine.forms import connect, fill, rows


def newer(path: Path) -> None:
    migrate.create(path)
    with connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def foreign(path: Path) -> None:
    with connect(path) as db:
        db.execute("CREATE TABLE client (id INTEGER)")
        db.execute(f"PRAGMA user_version = {SCHEMA}")


def foreign_of_ours(path: Path) -> None:
    """Our mark alone makes no store: form 0 was never one."""
    with connect(path) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("CREATE TABLE other (id INTEGER)")


def text(path: Path) -> None:
    path.write_text("not a store\n" * 500)


def empty(path: Path) -> None:
    path.touch()


def folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "fault", "words"),
    [
        (newer, ConflictError, f"newer Bellbuoy .form {SCHEMA + 1}; this one knows {SCHEMA}"),
        (foreign, UsageError, "no Bellbuoy store"),
        (foreign_of_ours, UsageError, "no Bellbuoy store"),
        (text, UsageError, "no Bellbuoy store"),
        (empty, UsageError, "no Bellbuoy store"),
        (folder, UsageError, "no file"),
        (nothing, NotFoundError, "no store at"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_in_one_line_and_left_alone(
    tmp_path: Path, make: Any, fault: type[BellbuoyError], words: str
) -> None:
    path = tmp_path / "x.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    for entry in (lambda: open_context(str(path)), lambda: migrate.migrate(path)):
        with pytest.raises(fault, match=words) as caught:
            entry()
        assert "\n" not in caught.value.message
    assert (path.read_bytes() if path.is_file() else None) == before
    left = {p.name for p in tmp_path.iterdir()} - {"x.db-wal", "x.db-shm"}
    assert left == (set() if make is nothing else {"x.db"})


def test_a_store_is_made_only_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "x.db"
    migrate.create(path)
    assert SqliteStore(path).schema() == SCHEMA
    before = path.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        migrate.create(path)
    assert path.read_bytes() == before
    with connect(path) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_draft_gets_its_name_whole(tmp_path: Path) -> None:
    draft, path = tmp_path / "x.db.draft", tmp_path / "x.db"
    migrate.create(draft)
    fill(draft)
    said = rows(draft)
    migrate.publish(draft, path)
    assert rows(path) == said
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]
    migrate.create(draft)
    with pytest.raises(UsageError, match="exists already"):
        migrate.publish(draft, path)
    migrate.discard(draft)
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]

"""Who writes a store, as the system tells it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from storage.engine import sqlite_holder
from storage.engine.sqlite_holder import process_words, writer_of


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_the_one_that_writes_is_found(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE t (n)")
    assert writer_of(path) is None
    connection.execute("BEGIN IMMEDIATE")
    assert writer_of(path) == os.getpid()
    connection.execute("COMMIT")
    assert writer_of(path) is None
    connection.close()


def test_nobody_is_named_where_nobody_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert writer_of(tmp_path / "none.db") is None
    monkeypatch.setattr(sqlite_holder, "_LOCKS", tmp_path / "locks")
    assert writer_of(tmp_path / "none.db") is None
    (tmp_path / "locks").write_text("1: -> POSIX ADVISORY WRITE 4 fe:00:1 120 120\nrubbish\n")
    (tmp_path / "x.db").write_text("")
    assert writer_of(tmp_path / "x.db") is None


def test_a_process_is_named_without_what_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "python -P -m bellbuoy import /home/ana/acme": "bellbuoy import",
        "/v/bin/bellbuoy job run --store x": "bellbuoy job run",
        "/usr/bin/sqlite3 /home/ana/acme.db": "sqlite3",
    }
    for line, told in given.items():
        monkeypatch.setattr(
            Path, "read_bytes", lambda _, line=line: line.replace(" ", "\0").encode()
        )
        assert process_words(7) == f"process 7 ({told})"
    monkeypatch.undo()
    assert process_words(2**22 + 1) == f"process {2**22 + 1}"

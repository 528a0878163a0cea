"""Who writes a store, as the system tells it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import sqlite_holder
from storage.engine.sqlite_holder import open_elsewhere, process_words, writer_of

_READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT n FROM t").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


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


def test_another_process_that_has_it_open_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, closing(sqlite3.connect(path)) as more:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE t (n)")
        more.execute("SELECT n FROM t")
        assert not open_elsewhere(path)
        words = [sys.executable, "-c", _READER, str(path)]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            assert open_elsewhere(path)
            other.stdin.close()
        assert not open_elsewhere(path)


def test_a_store_counts_as_open_elsewhere_where_nobody_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    assert open_elsewhere(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("CREATE TABLE t (n)")
        monkeypatch.setattr(sqlite_holder, "_LOCKS", tmp_path / "locks")
        assert open_elsewhere(path)


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

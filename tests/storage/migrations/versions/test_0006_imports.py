"""What an older version refused and left half done, after the store has grown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.refused.export import export
from bellbuoy.services.refused.fix import drop
from bellbuoy.services.refused.replay import replay
from storage.engine.migrate import create
from tests.fixtures.stores import context


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store of form 5 with a refused row and an import that was stopped."""
    path = tmp_path / "older.db"
    create(path, target=5)
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(
            "INSERT INTO setting (name, value) VALUES (?, ?)",
            [("timezone", "UTC"), ("currency", "USD"), ("clock", "live")],
        )
        db.executemany(
            "INSERT INTO import_run (id, source, mapping, state, historical, started_us)"
            " VALUES (?, 'crm', 'm', ?, 1, 5)",
            [(1, "done"), (2, "running")],
        )
        db.execute(
            "INSERT INTO import_file (run_id, position, file, kind, sha256, records, stored,"
            " unchanged, quarantined, done)"
            " VALUES (2, 0, 'a.csv', 'client', 'x', 7, 6, 0, 1, 0)"
        )
        db.execute(
            "INSERT INTO quarantine (run_id, source, file, line, kind, code, reason, raw,"
            " digest, state, first_seen_us) VALUES (1, 'crm', 'a.csv', 3, 'client',"
            " 'required.id', 'missing', x'00ff', 'd', 'new', 6)"
        )
    return path


def test_rows_stay_and_say_what_helps(older: Path) -> None:
    ctx = context(older)
    row = quarantine.show(ctx, "Q-1")
    assert (row.raw, row.cut, row.fixed, row.state) == (b"\x00\xff", 0, None, "new")
    [still] = replay(ctx, "").still
    assert "import its file again" in still.reason
    assert [(file.name, file.rows, file.ready) for file in export(ctx, "")] == [
        ("a.csv", 1, False)
    ]
    assert drop(ctx, "Q-1").done == 1


def test_a_half_import_is_begun_anew(older: Path) -> None:
    with context(older).store.reader() as reader:
        assert reader.rows("SELECT id, state FROM import_run ORDER BY id") == [
            (1, "done"), (2, "stopped"),
        ]  # fmt: skip
        assert reader.rows("SELECT layout_id, byte_offset, next_line FROM import_file") == [
            (None, None, None)
        ]

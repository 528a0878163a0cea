"""A reader of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.values.errors import BellbuoyError
from storage.engine.sqlite_reader import SqliteReader


def test_a_missing_file_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(BellbuoyError, match="cannot open the store"):
        SqliteReader(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_reference_is_found(empty_store: Path) -> None:
    import sqlite3

    with sqlite3.connect(empty_store) as db:
        db.execute("INSERT INTO client_arr VALUES (9, 'USD', 1)")
    db.close()
    with SqliteReader(empty_store) as reader:
        found = {finding.name: finding.broken for finding in reader.soundness()}
    assert found == {"file": 0, "references": 1}

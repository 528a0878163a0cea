"""A reader of a file."""

from __future__ import annotations

from contextlib import suppress
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


@pytest.mark.parametrize("stopped_at", [0, 1, 2, 5, 9])
def test_a_snapshot_that_somebody_interrupts_is_none(
    empty_store: Path, stopped_at: int
) -> None:
    """Whichever step of beginning or ending one is stopped, the next one can begin."""
    steps = iter(range(1_000))
    with SqliteReader(empty_store) as reader:
        reader._db.set_progress_handler(lambda: next(steps) == stopped_at, 1)
        with suppress(BellbuoyError):
            reader.begin()
            reader.end()
        reader._db.set_progress_handler(None, 0)
        assert not reader._db.in_transaction
        reader.begin()
        reader.end()


def test_an_end_that_is_interrupted_ends(empty_store: Path) -> None:
    stops = [1]
    with SqliteReader(empty_store) as reader:
        reader.begin()
        reader._db.set_progress_handler(lambda: stops.pop() if stops else 0, 1)
        reader.end()
        assert (stops, reader._db.in_transaction) == ([], False)

"""The writer of many short transactions: what fails as it opens is told in our words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError
from storage.engine import sqlite_writer


def test_a_disk_that_is_full_is_met_as_it_opens(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []

    def full(connection: sqlite3.Connection, *, durable: bool) -> None:
        opened.append(connection)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite_writer, "prepare", full)
    with (
        pytest.raises(BellbuoyError, match="the disk is full or cannot be written"),
        sqlite_writer.sqlite_writer(empty_store),
    ):
        pytest.fail("it was opened")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_each_unit_is_stored_or_nothing_of_it(empty_store: Path) -> None:
    with sqlite_writer.sqlite_writer(empty_store) as begin:

        def put(*names: str) -> None:
            with begin() as unit:
                for name in names:
                    unit.run("INSERT INTO setting (name, value) VALUES (?, 'x')", (name,))

        put("kept")
        with pytest.raises(BellbuoyError):
            put("gone", "kept")
        with begin() as unit:
            names = unit.rows("SELECT name FROM setting WHERE value = 'x'")
    assert names == [("kept",)]

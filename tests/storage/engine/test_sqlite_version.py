"""Which SQLite runs, and whether it has the WAL-reset fault."""

from __future__ import annotations

import sqlite3

import pytest

from storage.engine.sqlite_version import SQLITE, version_verdict


@pytest.mark.parametrize(
    ("version", "free"),
    [
        ((3, 6, 23), True), ((3, 7, 0), False), ((3, 40, 1), False), ((3, 51, 2), False),
        ((3, 51, 3), True), ((3, 52, 0), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_the_fault_has_a_first_and_a_last_version(version: tuple[int, ...], free: bool) -> None:
    assert version_verdict(version) is free


def test_the_version_is_that_of_the_driver() -> None:
    assert sqlite3.sqlite_version == SQLITE
    assert version_verdict() == version_verdict(sqlite3.sqlite_version_info)

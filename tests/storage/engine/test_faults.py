"""What the database says becomes one line, of the right kind."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from core.values.errors import BellbuoyError, ConflictError, LockedError, UsageError
from storage.engine.faults import (
    StoreDamagedError,
    StrangeFaultError,
    is_database_error,
    translate,
)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("database is locked", LockedError, "locked by another writer"),
        ("database table is locked: x", LockedError, "locked"),
        ("database or disk is full", BellbuoyError, "disk is full"),
        ("disk I/O error", BellbuoyError, "disk is full"),
        ("attempt to write a readonly database", BellbuoyError, "cannot write"),
        ("unable to open database file", BellbuoyError, "cannot open"),
        ("file is not a database", UsageError, "no Bellbuoy store"),
        ("database disk image is malformed", StoreDamagedError, "damaged"),
        ("something new", StrangeFaultError, "the store said: something new"),
        ("Could not decode to UTF-8 column", StoreDamagedError, "damaged"),
    ],
)
def test_each_message_has_its_meaning(said: str, kind: type[Exception], words: str) -> None:
    bare = sqlite3.OperationalError(said)
    wrapped = OperationalError("SELECT 1", None, bare)
    for error in (bare, wrapped):
        assert is_database_error(error)
        found = translate(error, "x.db")
        assert type(found) is kind
        assert words in found.message
        assert "SELECT" not in found.message


def test_a_fault_of_our_own_stays_what_it_is() -> None:
    fault = ConflictError("mine")
    assert translate(fault, "x.db") is fault


def test_other_faults_are_not_the_database_s() -> None:
    assert not is_database_error(KeyError("x"))
    assert is_database_error(OverflowError("x"))

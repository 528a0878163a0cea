"""What the server says becomes one line, of the right kind, as on SQLite."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import OperationalError

from core.query.pattern import PatternError
from core.values.errors import (
    BellbuoyError,
    ConflictError,
    DeniedError,
    LockedError,
    NotFoundError,
    RemoteError,
    UsageError,
)
from storage.engine.faults import StoreDamagedError, StrangeFaultError
from storage.engine.postgresql_faults import translate_postgresql
from storage.engine.postgresql_url import parse_postgresql

PLACE = parse_postgresql("postgresql://ana:secret@db.example:6543/crm?timeout=7")


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (errors.LockNotAvailable("x"), LockedError, "locked by another writer"),
        (errors.DeadlockDetected("x"), LockedError, "locked by another writer"),
        (errors.SerializationFailure("x"), LockedError, "locked by another writer"),
        (errors.DiskFull("x"), BellbuoyError, "disk is full"),
        (errors.NumericValueOutOfRange("x"), UsageError, "too large for the store"),
        (errors.UntranslatableCharacter("x"), UsageError, "half a character"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "x"), UsageError, "half a character"),
        (errors.ReadOnlySqlTransaction("x"), BellbuoyError, "cannot write to the store"),
        (errors.InsufficientPrivilege("no"), DeniedError, "the database refuses it: no"),
        (errors.DataCorrupted("x"), StoreDamagedError, "is damaged"),
        (errors.TooManyConnections("x"), RemoteError, "no connection left"),
        (errors.AdminShutdown("ending"), RemoteError, "db.example:6543 is away: ending"),
        (errors.CannotConnectNow("FATAL:  starting"), RemoteError, "is away: starting"),
        (psycopg.OperationalError("refused\nmore"), RemoteError, "is away: refused"),
        (
            psycopg.OperationalError('FATAL:  password authentication failed for user "ana"'),
            RemoteError, "does not let this user in",
        ),
        (
            psycopg.OperationalError('FATAL:  database "crm" does not exist'), NotFoundError,
            "no such database",
        ),
        (errors.QueryCanceled("due to statement timeout"), BellbuoyError, "within 7 s"),
        (errors.QueryCanceled("due to user request"), BellbuoyError, "interrupted"),
        (PatternError("too large"), UsageError, "the pattern cannot be used: too large"),
        (errors.UndefinedTable("no x"), StrangeFaultError, "the store said: no x"),
    ],
)  # fmt: skip
def test_each_state_has_its_meaning(
    error: Exception, kind: type[BellbuoyError], words: str
) -> None:
    wrapped = OperationalError("SELECT 1", None, error)
    for each in (error, wrapped):
        if each is wrapped and not isinstance(error, psycopg.Error):
            continue
        found = translate_postgresql(each, PLACE)
        assert type(found) is kind
        assert words in found.message
        assert "\n" not in found.message
        assert "secret" not in found.message + found.hint


def test_a_fault_of_our_own_stays_what_it_is() -> None:
    fault = ConflictError("mine")
    assert translate_postgresql(fault, PLACE) is fault

"""What an error of the PostgreSQL driver means to a person.

The same faults as on SQLite carry the same words; a server that is away is a
RemoteError, and the next call looks for it again.
"""

from __future__ import annotations

import psycopg
from psycopg import errors

from core.query.pattern import PatternError
from core.values.errors import (
    BellbuoyError,
    DeniedError,
    NotFoundError,
    RemoteError,
    UsageError,
)
from storage.engine.faults import StrangeFaultError, damaged, same_fault
from storage.engine.postgresql_url import PostgresPlace

POSTGRESQL_FAULTS = (psycopg.Error, PatternError, UnicodeEncodeError)
_AWAY = (
    errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow,
    errors.IdleSessionTimeout, errors.ConnectionException,
)  # fmt: skip
_REFUSED = ("authentication failed", "no pg_hba.conf entry", "no password supplied")


def away(place: PostgresPlace, why: str = "") -> RemoteError:
    return RemoteError(
        f"the database at {place.server} is away{f': {why}' if why else ''}",
        "start it, or look at the address of --store; it is tried anew each time",
    )


def translate_postgresql(error: BaseException, place: PostgresPlace) -> BellbuoyError:
    """The one-line fault behind a driver's error; SQLAlchemy's wrapper carries
    that one in `orig`."""
    if isinstance(error, BellbuoyError):
        return error
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, PatternError):
        return UsageError(f"the pattern cannot be used: {cause}")
    if isinstance(cause, UnicodeEncodeError):
        return same_fault("half character", place.shown)
    if not isinstance(cause, psycopg.Error):
        return StrangeFaultError(f"the store said: {cause}")
    return _of_state(cause, place)


def _of_state(error: psycopg.Error, place: PostgresPlace) -> BellbuoyError:
    match error:
        case errors.LockNotAvailable() | errors.DeadlockDetected():
            return same_fault("locked", place.shown)
        case errors.SerializationFailure():
            return same_fault("locked", place.shown)
        case errors.DiskFull() | errors.OutOfMemory() | errors.ConfigurationLimitExceeded():
            return same_fault("full", place.shown)
        case errors.NumericValueOutOfRange():
            return same_fault("too large", place.shown)
        case errors.UntranslatableCharacter() | errors.CharacterNotInRepertoire():
            return same_fault("half character", place.shown)
        case errors.QueryCanceled():
            return _stopped(error, place)
        case errors.ReadOnlySqlTransaction():
            return same_fault("readonly", place.shown)
        case errors.InsufficientPrivilege():
            return DeniedError(f"the database refuses it: {_line(error)}", "ask its owner")
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return damaged(place.shown, _line(error))
        case errors.TooManyConnections():
            return RemoteError(
                f"the database at {place.server} has no connection left", "try again later"
            )
    if isinstance(error, _AWAY) or (
        isinstance(error, psycopg.OperationalError) and error.sqlstate is None
    ):
        return _not_reached(error, place)
    return StrangeFaultError(f"the store said: {_line(error)}")


def _stopped(error: psycopg.Error, place: PostgresPlace) -> BellbuoyError:
    if "statement timeout" in str(error):
        return BellbuoyError(
            f"the database did not answer within {place.timeout_s} s",
            "ask for less, or add ?timeout=SECONDS to the address of the store",
        )
    return BellbuoyError("interrupted")


def _not_reached(error: psycopg.Error, place: PostgresPlace) -> BellbuoyError:
    said = _line(error)
    if any(word in str(error) for word in _REFUSED):
        return RemoteError(
            f"the database at {place.server} does not let this user in: {said}",
            "give user and password in the address, in PGPASSWORD or in ~/.pgpass",
        )
    if "database" in said and "does not exist" in said:
        return NotFoundError(
            f"the server at {place.server} has no such database: {said}", "createdb NAME"
        )
    return away(place, said)


def _line(error: psycopg.Error) -> str:
    """The first words of the server, without the driver's own in front."""
    told = error.diag.message_primary if error.diag is not None else None
    text = told or next(iter(str(error).strip().splitlines()), type(error).__name__)
    return text.rpartition("FATAL: ")[2].strip()

"""Which session of the server writes to a schema now, and for how long it has."""

from __future__ import annotations

from hashlib import sha256

from storage.engine.reader import Rows

_HOLDER = (
    "SELECT a.pid, a.application_name,"
    " CAST(extract(epoch FROM now() - a.xact_start) AS double precision)"
    " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND ((CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint)) = :lock LIMIT 1"
)


def writer_of_schema(rows: Rows, schema: str) -> str | None:
    """The session in words; None where nobody writes, or the role may not see it."""
    found = rows.one(_HOLDER, {"lock": lock_number(schema)})
    if found is None:
        return None
    pid, name, seconds = found
    since = "" if seconds is None else f" for {max(0.0, float(seconds)):.1f} s"
    return f"server process {pid} ({name or 'unnamed'}){since}"


def lock_number(schema: str) -> int:
    """The number of the lock that who writes to a schema holds (see `lock_of`)."""
    return int.from_bytes(
        sha256(f"bellbuoy {schema}".encode()).digest()[:8], "big", signed=True
    )

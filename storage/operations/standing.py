"""Who holds what, what waits, and which hours were slow: small reads of any size."""

from __future__ import annotations

from datetime import datetime

from core.operations.types import LeaseHeld, Queued, SlowHour
from core.values.instants import from_micros
from storage.engine.reader import Rows
from storage.operations.figures import counts

_HOUR_US = 3_600_000_000


def leases(rows: Rows, now_us: int) -> tuple[LeaseHeld, ...]:
    """Leases that have not run out, by name."""
    found = rows.rows(
        "SELECT l.name, l.holder, l.fence, l.expires_us,"
        " (SELECT min(r.started_us) FROM job_run r WHERE r.fence = l.fence), w.pid, w.host"
        " FROM lease l LEFT JOIN worker w ON w.holder = l.holder"
        " WHERE l.expires_us > :now ORDER BY l.name",
        {"now": now_us},
    )
    return tuple(
        LeaseHeld(
            name, holder, int(fence), from_micros(expires),
            None if since is None else from_micros(since), pid, host,
        )
        for name, holder, fence, expires, since, pid, host in found
    )  # fmt: skip


def queues(rows: Rows) -> tuple[Queued, ...]:
    """What waits for the worker, in the order in which it gets there."""
    found = counts(rows)
    asked = rows.value("SELECT min(asked_us) FROM job_request WHERE state = 'waiting'")
    sent = rows.one(
        "SELECT count(*), min(due_us) FROM alert_delivery WHERE state IN ('waiting', 'sending')"
    )
    assert sent is not None
    return (
        Queued("clients for a score", found.marks, None),
        Queued("clients for their history", found.history, None),
        Queued("requests for a run", found.requests, _instant(asked)),
        Queued("alerts to send", int(sent[0]), _instant(sent[1])),
    )


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(int(micros))


def slow_hours(rows: Rows, since: int, over_us: int, most: int) -> tuple[SlowHour, ...]:
    """The slowest steps of heartbeats since an hour, but not those up to `over_us`."""
    found = rows.rows(
        "SELECT hour, kind, upto_us, count FROM timing WHERE hour >= :since"
        " AND upto_us > :over ORDER BY upto_us DESC, hour DESC, kind LIMIT :most",
        {"since": since, "over": over_us, "most": most},
    )
    return tuple(
        SlowHour(from_micros(int(hour) * _HOUR_US), kind, int(upto), int(count))
        for hour, kind, upto, count in found
    )

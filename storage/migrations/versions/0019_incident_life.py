"""The life of an incident, step by step, its clocks, and the clients that it hurts.

The clocks start from the targets of DEFINITIONS 4.2; nothing was set otherwise before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_MINUTE = 60_000_000
_TARGETS = {"critical": (15, 240), "high": (60, 480), "low": (480, 4320)}
_USUAL = (240, 1440)
_NEVER = 2**63 - 1


def upgrade() -> None:
    _still()
    _columns()
    _clocks()
    _steps()
    _clients()


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)


def _still() -> None:
    """The same rows under a key of one column."""
    op.execute("CREATE TABLE incident_still_before AS SELECT * FROM incident_still")
    op.drop_table("incident_still")
    op.create_table(
        "incident_still",
        _text("key"),
        *map(_whole, ("incident_id", "from_us")),
        _whole("until_us", missing=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("incident_id", "from_us"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO incident_still (key, incident_id, from_us, until_us)"
        " SELECT CAST(incident_id AS TEXT) || ':' || CAST(from_us AS TEXT),"
        " incident_id, from_us, until_us FROM incident_still_before"
    )
    op.drop_table("incident_still_before")


def _columns() -> None:
    missing = (
        _text("owner", missing=True),
        _whole("parent_id", missing=True),
        _whole("duplicate_of", missing=True),
    )
    for column in missing:
        op.add_column("incident", column)
    for name in ("respond_due_us", "resolve_due_us", "still_us"):
        _always(name)
    op.add_column("incident", _whole("paused_us", missing=True))
    _always("due_us", _NEVER)
    for name in ("respond_breach_us", "resolve_breach_us"):
        op.add_column("incident", _whole(name, missing=True))
    for name in ("own_status", "own_severity", "linked", "rev"):
        _always(name)


def _always(name: str, value: int = 0) -> None:
    column: sa.Column[int] = sa.Column(
        name, sa.BigInteger(), nullable=False, server_default=sa.text(str(value))
    )
    op.add_column("incident", column)


def _target(place: int) -> str:
    cases = " ".join(
        f"WHEN '{name}' THEN {minutes[place] * _MINUTE}" for name, minutes in _TARGETS.items()
    )
    return f"CASE severity {cases} ELSE {_USUAL[place] * _MINUTE} END"


def _clocks() -> None:
    op.execute(
        "UPDATE incident SET still_us = coalesce((SELECT CAST(sum(s.until_us - s.from_us) AS"
        " BIGINT) FROM incident_still s WHERE s.incident_id = incident.id"
        " AND s.until_us IS NOT NULL), 0), paused_us = (SELECT max(s.from_us) FROM"
        " incident_still s WHERE s.incident_id = incident.id AND s.until_us IS NULL)"
        " WHERE id IN (SELECT incident_id FROM incident_still)"
    )
    op.execute(
        f"UPDATE incident SET respond_due_us = opened_us + {_target(0)},"
        f" resolve_due_us = opened_us + still_us + {_target(1)}"
    )
    op.execute(
        "UPDATE incident SET respond_breach_us = CASE WHEN acknowledged_us > respond_due_us"
        " THEN respond_due_us END, resolve_breach_us = CASE WHEN"
        " coalesce(resolved_us, closed_us, paused_us) > resolve_due_us THEN resolve_due_us END,"
        f" due_us = CASE WHEN coalesce(resolved_us, closed_us) IS NOT NULL THEN {_NEVER}"
        " WHEN acknowledged_us IS NULL AND (paused_us IS NOT NULL"
        " OR respond_due_us < resolve_due_us) THEN respond_due_us"
        f" WHEN paused_us IS NOT NULL THEN {_NEVER} ELSE resolve_due_us END"
    )
    by_due = ["open_rank", "due_us", "severity_rank", "opened_us", "id"]
    op.create_index("incident_by_due", "incident", by_due, unique=False)
    op.create_index("incident_below", "incident", ["parent_id"], unique=False)


def _steps() -> None:
    op.create_table(
        "incident_step",
        *map(_whole, ("id", "incident_id", "number", "at_us")),
        *map(_text, ("who", "kind", "text", "what")),
        _whole("visible"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", "number"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _clients() -> None:
    op.create_table(
        "incident_client",
        _text("key"),
        *map(_whole, ("incident_id", "client_id", "known_us")),
        _text("who"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for name, columns in (
        ("incident_client_of", ["client_id", "incident_id"]),
        ("incident_client_by", ["incident_id", "client_id"]),
    ):
        op.create_index(name, "incident_client", columns, unique=False)

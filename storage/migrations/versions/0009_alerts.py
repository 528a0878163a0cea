"""Alert rules, what rang, and to whom it was delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _rules()
    _alert()
    _channel()
    _delivery()
    _window()


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)


def _rules() -> None:
    op.create_table(
        "alert_rule",
        *map(_text, ("name", "subject", "condition", "was")),
        _whole("days"),
        _text("severity"),
        _text("channels"),
        _whole("again_s"),
        _text("quiet"),
        _whole("active"),
        _whole("rev"),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_look",
        _text("rule"),
        _text("stamp"),
        *map(_whole, ("day", "looked_us", "left_out")),
        _text("error"),
        sa.PrimaryKeyConstraint("rule"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_due",
        _whole("client_id"),
        _whole("gen"),
        sa.PrimaryKeyConstraint("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _alert() -> None:
    op.create_table(
        "alert",
        _whole("id"),
        *map(_text, ("rule", "severity", "kind", "subject", "name")),
        _whole("number"),
        _whole("episode"),
        _text("state"),
        _text("open_key", missing=True),
        _whole("opened_us"),
        _whole("closed_us", missing=True),
        _whole("rings"),
        _whole("rung_us"),
        _text("who", missing=True),
        _whole("acknowledged_us", missing=True),
        _whole("snoozed_us", missing=True),
        _text("facts"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rule", "open_key"),
        sa.UniqueConstraint("rule", "subject", "episode"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("alert_by_state", "alert", ["state", "id"], unique=False)
    op.create_index("alert_by_rule", "alert", ["rule", "opened_us"], unique=False)


def _channel() -> None:
    op.create_table(
        "alert_channel",
        *map(_text, ("name", "kind", "target", "secret")),
        _whole("active"),
        _text("stopped"),
        _whole("rev"),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _delivery() -> None:
    op.create_table(
        "alert_delivery",
        _whole("id"),
        _text("uid"),
        _whole("alert_id", missing=True),
        *map(_text, ("rule", "channel", "kind", "quiet", "body", "state")),
        *map(_whole, ("created_us", "due_us", "attempts")),
        *(_whole(name, missing=True) for name in ("claimed_us", "ended_us", "status")),
        _text("said"),
        _whole("seq", missing=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    for name, columns in (
        ("alert_delivery_by_state", ["state", "due_us"]),
        ("alert_delivery_of", ["alert_id"]),
        ("alert_delivery_by_seq", ["seq"]),
    ):
        op.create_index(name, "alert_delivery", columns, unique=False)


def _window() -> None:
    op.create_table(
        "alert_window",
        *map(_whole, ("id", "start_us", "end_us")),
        _text("reason"),
        _text("who"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )

"""Runs of simulations: whom they reach, what they wrote, and what stood there before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    _run()
    _client()
    _row()
    _use()
    op.create_table(
        "simulated_client",
        *map(_whole, ("client_id", "since_day")),
        *map(_text, ("other", "since")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _whole(name: str, *, missing: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=missing)


def _text(name: str, *, missing: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=missing)


def _run() -> None:
    op.create_table(
        "simulation_run",
        _whole("id"),
        *map(_text, ("name", "scenario", "whom", "who", "parameters")),
        *map(_whole, ("seed", "spread_s")),
        _whole("length_s", missing=True),
        _whole("speed"),
        _text("state"),
        *map(_whole, ("position_s", "anchor_us", "at_us", "made_us", "clients", "done")),
        _text("sums"),
        _whole("conflicts"),
        *(_whole(name, missing=True) for name in ("change_id", "undone_us")),
        _text("undone_by", missing=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("simulation_run_by_state", "simulation_run", ["state", "id"])


def _client() -> None:
    op.create_table(
        "simulation_client",
        *map(_whole, ("run_id", "client_id", "due_s")),
        _text("state"),
        *(
            _whole(name, missing=True)
            for name in ("score_before", "score_predicted", "score_measured")
        ),
        *map(_text, ("before", "back")),
        sa.PrimaryKeyConstraint("run_id", "client_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "simulation_client_by_due",
        "simulation_client",
        ["run_id", "state", "due_s", "client_id"],
    )
    op.create_index("simulation_client_of", "simulation_client", ["client_id", "run_id"])


def _row() -> None:
    op.create_table(
        "simulation_row",
        *map(_whole, ("run_id", "number", "client_id")),
        *map(_text, ("table_name", "row_key")),
        _whole("added"),
        _text("body"),
        _whole("lost"),
        sa.PrimaryKeyConstraint("run_id", "number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("simulation_row_of", "simulation_row", ["client_id", "run_id", "number"])


def _use() -> None:
    op.create_table(
        "simulation_use",
        *map(_whole, ("run_id", "client_id", "day", "calls", "logins", "made")),
        sa.PrimaryKeyConstraint("run_id", "client_id", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("simulation_use_of", "simulation_use", ["client_id", "day"])
    op.create_index("simulation_use_on", "simulation_use", ["day", "client_id"])

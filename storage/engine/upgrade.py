"""Running the migrations inside the caller's transaction, with Alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.engine.version import SCHEMA


def upgrade_connection(connection: Connection, target: int = SCHEMA) -> None:
    """Bring the store of a connection up to `target`."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, f"{target:04d}")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {target}")

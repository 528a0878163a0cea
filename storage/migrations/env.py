"""Alembic's entry: it migrates the connection that the caller hands in."""

from __future__ import annotations

from alembic import context

from storage.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=False)
context.run_migrations()

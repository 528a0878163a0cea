"""Whether a schema holds a store, and at which migration it stands."""

from __future__ import annotations

from core.values.errors import ConflictError, NotFoundError, UsageError
from storage.engine.postgresql_url import PostgresPlace
from storage.engine.reader import Rows
from storage.engine.version import SCHEMA

MARK = "Bellbuoy store"
"""The comment of a schema that is ours."""

FOUND = """
SELECT obj_description(s.oid, 'pg_namespace'),
  (SELECT count(*) FROM pg_class c WHERE c.relnamespace = s.oid AND c.relkind <> 'i'),
  (SELECT count(*) FROM pg_class c WHERE c.relnamespace = s.oid
   AND c.relname = 'alembic_version')
FROM pg_namespace s WHERE s.nspname = %(name)s
"""


def schema_of(reader: Rows, place: PostgresPlace) -> int:
    """The migration that a store stands at; raises as `Store.schema` says."""
    found = reader.one(FOUND.replace("%(name)s", ":name"), {"name": place.schema})
    if found is None or not found[1]:
        raise NotFoundError(
            f"no store at {place.shown}",
            "make one: bellbuoy store init, or: bellbuoy store demo",
        )
    mark, _, versioned = found
    if mark != MARK or not versioned:
        raise UsageError(f"{place.shown} is no Bellbuoy store")
    version = int(reader.value("SELECT version_num FROM alembic_version"))
    if version > SCHEMA:
        raise ConflictError(
            f"{place.shown} was made by a newer Bellbuoy"
            f" (form {version}; this one knows {SCHEMA})",
            "update Bellbuoy",
        )
    return version

"""All tables of the store, gathered for migrations and checks."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.audit import tables as _audit
from storage.clients import tables as _clients
from storage.events import tables as _events
from storage.health import tables as _health
from storage.incidents import tables as _incidents
from storage.integrations import tables as _integrations
from storage.jobs import tables as _jobs
from storage.store import tables as _store

__all__ = ["METADATA"]

_LOADED = (_audit, _clients, _events, _health, _incidents, _integrations, _jobs, _store)
METADATA = SQLModel.metadata

"""All tables of the store, gathered for migrations and checks."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.alerts import tables as _alerts
from storage.audit import tables as _audit
from storage.backup import tables as _backup
from storage.clients import tables as _clients
from storage.desk import tables as _desk
from storage.events import tables as _events
from storage.health import tables as _health
from storage.incidents import record_tables as _incident_records
from storage.incidents import tables as _incidents
from storage.integrations import tables as _integrations
from storage.jobs import tables as _jobs
from storage.looks import tables as _looks
from storage.operations import tables as _operations
from storage.playbooks import tables as _playbooks
from storage.purchases import tables as _purchases
from storage.retention import tables as _retention
from storage.simulations import tables as _simulations
from storage.store import tables as _store
from storage.views import tables as _views

__all__ = ["METADATA"]

_LOADED = (
    _alerts, _audit, _backup, _clients, _desk, _events, _health, _incident_records, _incidents,
    _integrations, _jobs, _looks, _operations, _playbooks, _purchases, _retention, _simulations,
    _store, _views,
)  # fmt: skip
METADATA = SQLModel.metadata

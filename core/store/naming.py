"""Names of backups: whose, and when, in an order that a folder can sort."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FOREIGN = re.compile(r"[^\w.-]+", re.ASCII)


def backup_name(store: str, made: datetime) -> str:
    """`acme-20261116T140000Z.db` for a store `acme` at an instant."""
    stem = _FOREIGN.sub("-", store).strip(".-") or "store"
    return f"{stem}-{made.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"


def another(name: str, number: int) -> str:
    """The name of one more backup of the same second: `acme-…Z-2.db`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{number}.{ending}"

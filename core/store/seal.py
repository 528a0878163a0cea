"""The seal of a backup as text: JSON that says what the file beside it must hold."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from core.store.types import BackupSeal, TableSeal
from core.values.canonical import canonical
from core.values.instants import from_micros, iso, to_micros

SCHEMA = "bellbuoy.backup-seal/1"
_KEYS = ("made_us", "store", "engine", "form", "bytes", "sha256", "checksum", "tables")


def seal_text(seal: BackupSeal) -> str:
    """A seal to be written; it ends with a hash of itself, so that a damaged seal is
    not taken for a damaged backup."""
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "made": iso(seal.made),
        "made_us": to_micros(seal.made),
        "store": seal.store,
        "engine": seal.engine,
        "form": seal.form,
        "bytes": seal.bytes,
        "rows": seal.rows,
        "sha256": seal.sha256,
        "checksum": seal.checksum,
        "tables": {each.table: [each.rows, each.sha256] for each in seal.tables},
    }
    if seal.simulated:
        body["simulated"] = list(seal.simulated)
    body["seal"] = _digest(body)
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def read_seal(text: str) -> BackupSeal:
    """A seal as it was written. Raises ValueError for any other text."""
    body = json.loads(text)
    if not isinstance(body, dict) or body.get("schema") != SCHEMA:
        raise ValueError("this is no seal of a backup")
    said = body.pop("seal", None)
    if said != _digest(body) or any(key not in body for key in _KEYS):
        raise ValueError("the seal does not hold what was written")
    return BackupSeal(
        made=from_micros(body["made_us"]),
        store=body["store"],
        engine=body["engine"],
        form=body["form"],
        bytes=body["bytes"],
        sha256=body["sha256"],
        checksum=body["checksum"],
        tables=tuple(
            TableSeal(name, rows, digest) for name, (rows, digest) in body["tables"].items()
        ),
        simulated=tuple(body.get("simulated", ())),
    )


def _digest(body: dict[str, Any]) -> str:
    return sha256(canonical(body).encode("utf-8", "surrogatepass")).hexdigest()

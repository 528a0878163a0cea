"""Writing which backups were made."""

from __future__ import annotations

from collections.abc import Iterable

from core.store.types import BackupSeal
from core.values.instants import to_micros
from storage.backup.tables import Backup
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert

_COLUMNS = (
    "id", "made_us", "path", "host", "kind", "bytes", "rows", "sha256", "checksum",
)  # fmt: skip


def put_backup(unit: Unit, seal: BackupSeal, path: str, host: str, kind: str) -> int:
    """Note a backup; its number."""
    number = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM backup"))
    row = (
        number, to_micros(seal.made), path, host, kind, seal.bytes, seal.rows, seal.sha256,
        seal.checksum,
    )  # fmt: skip
    unit.bulk(bulk_insert(Backup, _COLUMNS), [row])
    return number


def remove_backups(unit: Unit, numbers: Iterable[int]) -> int:
    """Forget backups whose files are gone; how many."""
    return unit.run(
        "DELETE FROM backup WHERE id IN (SELECT value FROM ints(?))", (as_list(numbers),)
    )

"""Writing a store's settings."""

from __future__ import annotations

from storage.engine.unit import Unit, bulk_insert
from storage.store.tables import Setting


def put_setting(unit: Unit, name: str, value: str) -> None:
    statement = bulk_insert(
        Setting, ("name", "value"), conflict="update", keys=("name",), replace=("value",)
    )
    unit.bulk(statement, [(name, value)])


def drop_setting(unit: Unit, name: str) -> None:
    """The setting is what it is when nobody has said anything."""
    unit.run("DELETE FROM setting WHERE name = ?", (name,))

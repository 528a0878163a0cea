"""Setting policies, and deleting what is due, a few rows at a time."""

from __future__ import annotations

from storage.engine.unit import Unit, bulk_insert
from storage.retention.reads import CUT, cut_of, of_day
from storage.retention.tables import RetentionPolicy
from storage.store.writes import put_setting

CHUNK = 5_000


def put_policy(unit: Unit, name: str, days: int, basis: str, now_us: int) -> None:
    columns = ("name", "days", "basis", "set_us")
    statement = bulk_insert(
        RetentionPolicy, columns, conflict="update", keys=("name",), replace=columns[1:]
    )
    unit.bulk(statement, [(name, days, basis, now_us)])


def remove_policy(unit: Unit, name: str) -> None:
    unit.run("DELETE FROM retention_policy WHERE name = ?", (name,))


def move_cut(unit: Unit, name: str, cut: int) -> None:
    """Keep that rows up to a day go, before the first of them does. It never moves
    back: what is gone stays gone."""
    before = cut_of(unit, name)
    if before is None or before < cut:
        put_setting(unit, CUT.format(name=name), str(cut))


def delete_some(unit: Unit, name: str, day: int) -> int:
    """Delete rows of a class on a day, at most CHUNK of them; how many went."""
    return unit.run(
        "DELETE FROM event WHERE id IN (SELECT id FROM event"
        f" WHERE {of_day(name)} ORDER BY client_id, id LIMIT {CHUNK})",
        {"day": day},
    )

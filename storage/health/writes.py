"""Writing rows of scores, history that goes, and versions of the formula."""

from __future__ import annotations

from collections.abc import Sequence

from core.health.types import HealthConfig
from storage.engine.unit import Unit, bulk_delete, bulk_insert
from storage.health.config import config_body
from storage.health.tables import Score, ScoreConfig, ScoreHistory


def insert_scores(unit: Unit, ids: Sequence[int], window_day: int) -> None:
    """An empty score row for each new client, its window ending on a day."""
    columns = ("client_id", "window_day", "calls_30", "logins_30", "penalty", "days", "config")
    rows = [(client, window_day, 0, 0, 0, 0, "") for client in ids]
    unit.bulk(bulk_insert(Score, columns), rows)


def delete_history(unit: Unit, keys: Sequence[tuple[int, int]]) -> None:
    """Rows (client, day) that no longer say anything new."""
    unit.bulk(bulk_delete(ScoreHistory, ("client_id", "day")), keys)


def keep_config(unit: Unit, config: HealthConfig, created_us: int) -> None:
    """Write a version down, unless it stands there already."""
    columns = ("version", "body", "created_us")
    statement = bulk_insert(ScoreConfig, columns, conflict="ignore", keys=("version",))
    unit.bulk(statement, [(config.version, config_body(config), created_us)])


def put_config(unit: Unit, config: HealthConfig, created_us: int) -> None:
    """Keep a version and make it the one in force."""
    keep_config(unit, config, created_us)
    unit.run(
        "INSERT INTO setting (name, value) VALUES ('health.config', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (config.version,),
    )

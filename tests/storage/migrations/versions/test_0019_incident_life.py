"""Incidents of an older store get their clocks, and their pauses a key of one column."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.engine import migrate
from storage.engine.sqlite_store import SqliteStore
from tests.storage.migrations.versions.test_0013_unresolved import put

_SETTINGS = (("clock", "live"), ("currency", "USD"), ("timezone", "UTC"))
MINUTE = 60_000_000
NEVER = 2**63 - 1
# Severity, acknowledged, resolved in minutes; and respond due, resolve due, next due,
# respond breach, resolve breach. Number 4 was pending for 30 minutes, 5 is since minute 500.
TOLD = [
    (1, "high", None, None, 60, 480, 60, None, None),
    (2, "critical", 16, 300, 15, 240, None, 15, 240),
    (3, None, 10, None, 240, 1440, 1440, None, None),
    (4, "low", 10, 4340, 480, 4350, None, None, None),
    (5, "high", 10, None, 60, 480, None, None, 480),
    (6, "high", None, None, 60, 480, 60, None, None),
]


def test_a_store_of_form_18_gets_its_clocks(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate.create(path, target=18)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for name, value in _SETTINGS:
            put(db, "setting", name=name, value=value)
        put(db, "client", id=1, key="C-1")
        for number, severity, acknowledged, resolved, *_ in TOLD:
            put(
                db, "incident", id=number, key=f"INC-{number}", external_id=str(number),
                client_id=1, severity=severity, opened_us=0,
                acknowledged_us=None if acknowledged is None else acknowledged * MINUTE,
                resolved_us=None if resolved is None else resolved * MINUTE,
            )  # fmt: skip
        for number, since, until in ((4, 100, 130), (5, 500, None), (6, 20, None)):
            db.execute(
                "INSERT INTO incident_still VALUES (?, ?, ?)",
                (number, since * MINUTE, None if until is None else until * MINUTE),
            )
    SqliteStore(path).migrate()
    with SqliteStore(path).reader() as reader:
        found = reader.rows(
            "SELECT id, respond_due_us, resolve_due_us, due_us, respond_breach_us,"
            " resolve_breach_us FROM incident ORDER BY id"
        )
        still = reader.rows("SELECT key, incident_id, until_us FROM incident_still ORDER BY 2")
    assert [tuple(row) for row in found] == [
        (
            number, respond * MINUTE, resolve * MINUTE, NEVER if due is None else due * MINUTE,
            *(None if each is None else each * MINUTE for each in breaches),
        )
        for number, _, _, _, respond, resolve, due, *breaches in TOLD
    ]  # fmt: skip
    assert [tuple(row) for row in still] == [
        (f"4:{100 * MINUTE}", 4, 130 * MINUTE),
        (f"5:{500 * MINUTE}", 5, None),
        (f"6:{20 * MINUTE}", 6, None),
    ]

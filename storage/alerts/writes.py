"""Writing alerts: an episode begins, rings again, is taken, and ends."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from core.alerts.types import Rule, Subject
from storage.alerts.tables import Alert
from storage.engine.params import as_list
from storage.engine.unit import Unit, bulk_insert

_COLUMNS = (
    "id", "rule", "severity", "kind", "subject", "name", "number", "episode", "state",
    "open_key", "opened_us", "rings", "rung_us", "facts",
)  # fmt: skip


def begin(
    unit: Unit, rule: Rule, subjects: Sequence[Subject], now_us: int
) -> list[tuple[int, Subject]]:
    """Open an episode for each subject, and ring; (the alert's number, subject)."""
    if not subjects:
        return []
    first = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM alert"))
    before = dict(
        unit.rows(
            "SELECT subject, max(episode) FROM alert WHERE rule = :rule"
            " AND subject IN (SELECT value FROM texts(:keys)) GROUP BY subject",
            {"rule": rule.name, "keys": as_list(each.key for each in subjects)},
        )
    )
    made = list(enumerate(subjects, first))
    rows = [
        (
            number, rule.name, rule.severity, each.kind, each.key, each.name, each.number,
            before.get(each.key, 0) + 1, "new", each.key, now_us, 1, now_us,
            json.dumps(dict(each.facts), ensure_ascii=False, sort_keys=True),
        )
        for number, each in made
    ]  # fmt: skip
    unit.bulk(bulk_insert(Alert, _COLUMNS), rows)
    return made


def ring_again(unit: Unit, alerts: Collection[int], now_us: int) -> None:
    """Count another ring; one that was snoozed is new again."""
    unit.run(
        "UPDATE alert SET rings = rings + 1, rung_us = :now, state = 'new', snoozed_us = NULL"
        " WHERE id IN (SELECT value FROM ints(:ids)) AND open_key IS NOT NULL",
        {"now": now_us, "ids": as_list(sorted(alerts))},
    )


def end(unit: Unit, alerts: Collection[int], now_us: int) -> None:
    """Close episodes whose condition no longer holds."""
    unit.run(
        "UPDATE alert SET state = 'resolved', open_key = NULL, closed_us = :now,"
        " snoozed_us = NULL WHERE id IN (SELECT value FROM ints(:ids))"
        " AND open_key IS NOT NULL",
        {"now": now_us, "ids": as_list(sorted(alerts))},
    )


def end_of_rule(unit: Unit, rule: str, now_us: int) -> int:
    """Close every open episode of a rule that is not looked at any more."""
    return unit.run(
        "UPDATE alert SET state = 'resolved', open_key = NULL, closed_us = ?,"
        " snoozed_us = NULL WHERE rule = ? AND open_key IS NOT NULL",
        (now_us, rule),
    )


def acknowledge(unit: Unit, number: int, who: str, now_us: int) -> bool:
    """Whether the alert was open and not acknowledged yet."""
    return bool(
        unit.run(
            "UPDATE alert SET state = 'acknowledged', who = ?, acknowledged_us = ?,"
            " snoozed_us = NULL"
            " WHERE id = ? AND open_key IS NOT NULL AND state <> 'acknowledged'",
            (who, now_us, number),
        )
    )


def assign(unit: Unit, number: int, who: str, now_us: int) -> bool:
    """Whether the alert was open and somebody else's, or nobody's."""
    return bool(
        unit.run(
            "UPDATE alert SET state = 'acknowledged', who = :who, acknowledged_us = :now,"
            " snoozed_us = NULL WHERE id = :id AND open_key IS NOT NULL"
            " AND (state <> 'acknowledged' OR who <> :who)",
            {"who": who, "now": now_us, "id": number},
        )
    )


def snooze(unit: Unit, number: int, who: str, until_us: int) -> bool:
    """Whether the alert was open."""
    return bool(
        unit.run(
            "UPDATE alert SET state = 'snoozed', who = ?, snoozed_us = ?,"
            " acknowledged_us = NULL WHERE id = ? AND open_key IS NOT NULL",
            (who, until_us, number),
        )
    )

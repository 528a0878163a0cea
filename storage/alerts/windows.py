"""Maintenance windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.alerts.types import Window
from core.values.instants import from_micros
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def windows(rows: Rows, after_us: int) -> tuple[Window, ...]:
    """The windows that end behind an instant, by their start."""
    found = rows.rows(
        "SELECT id, start_us, end_us, reason, who FROM alert_window WHERE end_us > ?"
        " ORDER BY start_us, id",
        (after_us,),
    )
    return tuple(
        Window(number, from_micros(start), from_micros(end), reason, who)
        for number, start, end, reason, who in found
    )


def next_number(unit: Unit) -> int:
    """The number that the next window gets."""
    return int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM alert_window"))


def put_window(unit: Unit, start_us: int, end_us: int, reason: str, who: str) -> int:
    """Keep a window; its number."""
    from storage.alerts.tables import AlertWindow
    from storage.engine.unit import bulk_insert

    number = next_number(unit)
    columns = ("id", "start_us", "end_us", "reason", "who")
    unit.bulk(bulk_insert(AlertWindow, columns), [(number, start_us, end_us, reason, who)])
    return number


def delete_window(unit: Unit, number: int) -> bool:
    """Whether there was one."""
    return bool(unit.run("DELETE FROM alert_window WHERE id = ?", (number,)))


def release_held(unit: Unit, now_us: int) -> int:
    """Let deliveries that were only held back be looked at again now."""
    return unit.run(
        "UPDATE alert_delivery SET due_us = ? WHERE state = 'waiting' AND attempts = 0"
        " AND due_us > ?",
        (now_us, now_us),
    )

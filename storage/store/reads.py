"""Reading a store's settings."""

from __future__ import annotations

from datetime import datetime

from core.store.types import ClockSetting, StoreInfo
from storage.engine.reader import Rows
from storage.engine.version import SCHEMA


def settings(rows: Rows) -> dict[str, str]:
    """All settings by name."""
    return dict(rows.rows("SELECT name, value FROM setting ORDER BY name"))


def store_info(rows: Rows, url: str) -> StoreInfo:
    """What every process must know of the store before it does anything."""
    found = settings(rows)
    return StoreInfo(
        url=url,
        timezone=found.get("timezone", "UTC"),
        currency=found.get("currency", "USD"),
        clock=parse_clock(found.get("clock", "live")),
        demo=found.get("demo", "") != "",
        schema=SCHEMA,
        single_user=True,
    )


def parse_clock(text: str) -> ClockSetting:
    """`live`, `frozen:2024-12-31T23:59:59.999999+00:00` or `shifted:-86400`."""
    mode, _, value = text.partition(":")
    if mode == "frozen":
        return ClockSetting("frozen", instant=datetime.fromisoformat(value))
    if mode == "shifted":
        return ClockSetting("shifted", seconds=int(value))
    return ClockSetting("live")


def clock_text(clock: ClockSetting) -> str:
    """The setting as the store keeps it; `parse_clock` reads it back."""
    if clock.mode == "frozen":
        assert clock.instant is not None
        return f"frozen:{clock.instant.isoformat()}"
    if clock.mode == "shifted":
        return f"shifted:{clock.seconds}"
    return "live"

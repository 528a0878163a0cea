"""Read models of the store itself: its clock, its size, its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """`live`, `frozen` at `instant`, or `shifted` by `seconds` (DEFINITIONS 1.1)."""

    mode: Literal["live", "frozen", "shifted"]
    instant: datetime | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What every process needs to know of a store before it does anything."""

    url: str
    timezone: str
    currency: str
    clock: ClockSetting
    demo: bool
    schema: int
    single_user: bool


@dataclass(frozen=True, slots=True)
class TableSize:
    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class StoreStats:
    info: StoreInfo
    bytes: int
    wal_bytes: int
    tables: tuple[TableSize, ...]
    first_day: int | None
    last_day: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of `store check` or `doctor`: `ok`, `warn` or `fail`, and what to do."""

    name: str
    state: Literal["ok", "warn", "fail"]
    text: str
    hint: str = ""

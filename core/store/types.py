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
    """Rows of a table, its bytes, and those of all its indexes."""

    table: str
    rows: int
    bytes: int = 0
    index_bytes: int = 0


@dataclass(frozen=True, slots=True)
class IndexSize:
    table: str
    index: str
    bytes: int


@dataclass(frozen=True, slots=True)
class StoreStats:
    """How large a store is. `client_day_bytes` is what one client's day takes in
    the rollup, None without any. `estimated`: the engine tells no bytes by table,
    and a sample of rows stands for all (then no index is listed)."""

    info: StoreInfo
    bytes: int
    wal_bytes: int
    tables: tuple[TableSize, ...]
    first_day: int | None
    last_day: int | None
    indexes: tuple[IndexSize, ...] = ()
    client_day_bytes: float | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of `store check` or `doctor`: `ok`, `warn` or `fail`, and what to do."""

    name: str
    state: Literal["ok", "warn", "fail"]
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """A copy of a store, or a plan of one (no checksum yet). The checksum is that of
    the content, and does not depend on the engine."""

    source: str
    target: str
    tables: int
    rows: int
    checksum: str | None

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
    the content, and does not depend on the engine. `simulated`: the runs in force in it."""

    source: str
    target: str
    tables: int
    rows: int
    checksum: str | None
    simulated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSeal:
    """What a table of a backup held when it was made: rows, and the SHA-256 of them."""

    table: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupSeal:
    """What is written beside a backup: whose it is, and what it must say. `sha256`
    is that of the file; `checksum` that of the content, the same on every engine.
    `simulated` are the names of the runs that were in force."""

    made: datetime
    store: str
    engine: str
    form: int
    bytes: int
    sha256: str
    checksum: str
    tables: tuple[TableSeal, ...]
    simulated: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


BackupKind = Literal["asked", "job", "before-restore"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made, or a plan of one (then without a checksum).
    `recorded`: the store, which may be read-only, has a row about it; `simulated`: the
    runs that are in force in it."""

    path: str
    store: str
    made: datetime | None
    bytes: int
    tables: int
    rows: int
    checksum: str | None
    recorded: bool = False
    simulated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup that the store knows of. `gone`: no such file is found from here.
    `simulated` are the runs in force that its seal tells of; None: nobody can say."""

    id: int
    made: datetime
    path: str
    kind: BackupKind
    state: Literal["kept", "gone"]
    bytes: int
    rows: int
    checksum: str
    simulated: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BackupRules:
    """Where scheduled backups go (None: they are off), how many stay whatever their
    age, for how many days all stay, and from which age on the newest is too old."""

    folder: str | None
    keep: int
    days: int
    alarm_hours: int


@dataclass(frozen=True, slots=True)
class BackupState:
    """How far the newest backup is. `late`: older than the rules allow."""

    rules: BackupRules
    newest: datetime | None
    hours: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """Rows of a table in the store, and in the backup that replaces it."""

    table: str
    rows_now: int
    rows_then: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore that was done, or a plan of one. `saved` is the backup of what
    stood before, when a live store was replaced; `replaced` the tables that differ."""

    source: str
    target: str
    made: datetime
    tables: int
    rows: int
    checksum: str
    saved: str | None
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class Compacted:
    """Bytes of a store and of the log beside it, before and after. `free` are those
    of pages that held nothing."""

    store: str
    bytes_before: int
    bytes_after: int
    log_before: int
    log_after: int
    free: int


@dataclass(frozen=True, slots=True)
class Retention:
    """A class of records: how many days of it are kept (None: all), how many are
    offered, how many rows are due and of which days, and up to which day they are
    gone. Days are text; `cut` is `due_last` as an epoch day. `by` is who says so: a
    `policy`, or what is `shipped` for what the program keeps of itself. Of what is folded
    into months also how many days are due, about how many bytes their rows take, and the
    first day whose scores history tells: looks at earlier ones lose theirs. `estimated`
    where rows are too many to be counted while somebody waits. `held_from`: rows from
    that day on would go, and stay until the simulation that needs them is taken back."""

    name: str
    days: int | None
    basis: str
    offered: int
    due: int
    due_first: str | None
    due_last: str | None
    gone_until: str | None
    set_at: datetime | None
    meaning: str
    cut: int | None
    by: Literal["policy", "shipped"] | None = None
    due_days: int | None = None
    due_bytes: int | None = None
    history_from: str | None = None
    estimated: bool = False
    held_from: str | None = None

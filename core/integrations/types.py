"""Read models of imports and quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.health.types import Saturation


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one file: read = stored + unchanged + quarantined."""

    file: str
    kind: str
    read: int
    stored: int
    unchanged: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """One import, whole. `newest` is the newest fact's local day; `offer_clock`
    the day to which the store clock could be set, None when the data is fresh
    or the clock is set already."""

    run: int
    source: str
    files: tuple[FileCount, ...]
    newest: int | None
    offer_clock: int | None
    changed_clients: int
    scored: int
    tiers: dict[str, int]
    saturated: tuple[Saturation, ...]
    reasons: tuple[tuple[str, int], ...]
    resumed: bool = False

    @property
    def read(self) -> int:
        return sum(f.read for f in self.files)

    @property
    def stored(self) -> int:
        return sum(f.stored for f in self.files)

    @property
    def unchanged(self) -> int:
        return sum(f.unchanged for f in self.files)

    @property
    def quarantined(self) -> int:
        return sum(f.quarantined for f in self.files)


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A refused row: where it stood, why, and its bytes. Text is from outside."""

    id: int
    key: str
    run: int
    source: str
    file: str
    line: int
    kind: str
    code: str
    reason: str
    state: str
    first_seen: datetime
    raw: bytes

"""Read models of imports and quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.health.types import Saturation


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of one file: read = stored + unchanged + quarantined.
    `skipped`: it was taken in before, and was not read again."""

    file: str
    kind: str
    read: int
    stored: int
    unchanged: int
    quarantined: int
    skipped: bool = False


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
    """A refused row: where it stood, why, and its bytes. Text is from outside.

    `cut` counts the bytes left out of an overlong one; `fixed` are the bytes that
    stand for `raw` since somebody mended it.
    """

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
    cut: int = 0
    fixed: bytes | None = None


@dataclass(frozen=True, slots=True)
class StillBad:
    """A refused row that is still refused, and why. Text is from outside."""

    id: str
    file: str
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of refused rows as they came: `name` is that of the file they came
    from, `written` a name that can be imported again. `left_out` were not kept
    whole, or without the rules to read them."""

    source: str
    name: str
    kind: str
    rows: int
    left_out: int
    written: str = ""


@dataclass(frozen=True, slots=True)
class Dealt:
    """What became of the refused rows of a query: rows = done + unchanged + refused.

    `done` were stored (replayed), mended or dropped; `unchanged` were there
    already, or were dealt with before; `still` are the first of those that are
    refused as before.
    """

    rows: int
    done: int
    unchanged: int
    refused: int
    still: tuple[StillBad, ...] = ()
    dry_run: bool = False
    changed_clients: int = 0
    scored: int = 0
    reasons: tuple[tuple[str, int], ...] = ()

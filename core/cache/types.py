"""Read models of what is kept although it could be computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class KeptLook:
    """The picture of the whole base at a past moment, kept since somebody looked
    there. `known`: only what was known then counts. `asked` is the last day on
    which somebody asked for it, by the clock of the machine (None: not since an
    older version kept it); `computed` by the store's clock. A `half` look is
    being computed, or was stopped. `bytes` is its share of the table."""

    id: int
    at: datetime
    known: bool
    formula: str
    clients: int
    bytes: int | None
    computed: datetime
    asked: datetime | None
    state: Literal["kept", "half"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that stand in the store and are written with what they follow from.
    `waiting` clients are yet to be worked in."""

    name: str
    waiting: int
    how: str


@dataclass(frozen=True, slots=True)
class CacheReport:
    """What is kept, how many days a look stays that nobody asks for, and when
    the newest import ended."""

    looks: tuple[KeptLook, ...]
    figures: tuple[Figures, ...]
    days: int
    imported: datetime | None

"""The clients of a look: a sample of all first, then the rest, and kept for the next look.

What a look has read is kept with the reader that read it, as long as nobody commits: a
moved parameter computes again and reads nothing. The use of days, which is thirty rows a
client, is read only for a scenario that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakKeyDictionary

from bellbuoy.services.context import Context
from bellbuoy.services.desk.selection import chosen
from bellbuoy.services.scoring.moment import Cancelled
from bellbuoy.services.simulations.subjects import Found, Ground, found_among, ground_of, use_of
from core.desk.types import Selection
from core.values.errors import BellbuoyError
from storage.engine.reader import Reader, Rows
from storage.health.config import current_config

SAMPLES = (40, 300)
"""So many clients, spread over all, are looked at first, then so many others: an estimate
within the time of a key, and a better one."""
PART = 1_000
MOST_KEPT = 20_000
"""Clients that are kept: some 50 MB. More are read again."""
_FRESH = timedelta(minutes=1)
"""What was read is looked at as of when it was, so long."""


class _Use(Mapping[int, Mapping[int, tuple[int, int]]]):
    """Client to its days, for some clients: read when the first is asked for."""

    def __init__(self, ids: Sequence[int], ground: Ground) -> None:
        self._ids, self._ground = ids, ground
        self.rows: Rows | None = None
        self._days: Mapping[int, Mapping[int, tuple[int, int]]] | None = None

    def days(self, client: int) -> Mapping[int, tuple[int, int]]:
        if self._days is None:
            assert self.rows is not None
            self._days = use_of(self.rows, self._ids, self._ground)
        return self._days.get(client, {})

    def __getitem__(self, client: int) -> Mapping[int, tuple[int, int]]:
        return _Days(self, client)

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class _Days(Mapping[int, tuple[int, int]]):
    """Day to (calls, logins) of a client, read when somebody asks."""

    __slots__ = ("_client", "_use")

    def __init__(self, use: _Use, client: int) -> None:
        self._use, self._client = use, client

    def __getitem__(self, day: int) -> tuple[int, int]:
        return self._use.days(self._client)[day]

    def __iter__(self) -> Iterator[int]:
        return iter(self._use.days(self._client))

    def __len__(self) -> int:
        return len(self._use.days(self._client))


@dataclass(slots=True)
class Read:
    """The clients of a look. `parts` are those that have been read, in order."""

    ground: Ground
    ids: Sequence[int]
    parts: list[tuple[list[Found], _Use]] = field(default_factory=list)

    def some(self, rows: Rows, cancelled: Cancelled) -> Iterator[list[Found]]:
        """All clients, some at a time. Raises BellbuoyError when stopped."""
        for place, ids in enumerate(_parts(self.ids)):
            if cancelled():
                raise BellbuoyError("stopped; nothing was written")
            if place < len(self.parts):
                found, use = self.parts[place]
                use.rows = rows
            else:
                use = _Use(ids, self.ground)
                use.rows = rows
                found = list(found_among(rows, ids, self.ground, use))
                if sum(len(kept) for kept, _ in self.parts) < MOST_KEPT:
                    self.parts.append((found, use))
            yield found
            use.rows = None


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Every so-many-th client first, the same ones each time; then the others."""
    rest: Sequence[int] = ids
    for many in SAMPLES:
        first = rest[:: max(1, len(rest) // many)][:many]
        if first:
            yield first
        taken = set(first)
        rest = [each for each in rest if each not in taken]
    for begin in range(0, len(rest), PART):
        yield rest[begin : begin + PART]


@dataclass(frozen=True, slots=True)
class _Kept:
    asked: tuple[object, ...]
    changes: int
    read: Read


_KEPT: WeakKeyDictionary[Reader, _Kept] = WeakKeyDictionary()


def changes_of(ctx: Context, reader: Reader) -> int | None:
    """What tells a kept look whether it still holds; None where none is kept. To be asked
    before the snapshot of a look begins."""
    return None if ctx.held is None else reader.changes()


def read_for(ctx: Context, reader: Reader, meant: Selection, changes: int | None) -> Read:
    """The clients that are meant: those of the last look where nothing has changed.
    Raises as `chosen` and `ground_of`."""
    ground = ground_of(ctx, current_config(reader))
    asked = (meant, ctx.viewer, ctx.info)
    kept = _KEPT.get(reader)
    if kept is not None and (kept.asked, kept.changes) == (asked, changes):
        before = kept.read.ground.moment
        if (
            before.day == ground.moment.day
            and timedelta(0) <= ground.moment.now - before.now < _FRESH
        ):
            return kept.read
    read = Read(ground, chosen(ctx, reader, meant))
    if changes is not None:
        _KEPT[reader] = _Kept(asked, changes, read)
    return read

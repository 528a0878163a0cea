"""What every writer of facts needs to know of the import it serves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from zoneinfo import ZoneInfo

from core.values.errors import RowError
from core.values.local_days import LocalDays
from storage.audit.writes import Change
from storage.clients.identity import client_ids, keys_in_use, subscription_clients
from storage.engine.unit import Unit
from storage.integrations.met import MetIds

STORED = "stored"
UNCHANGED = "unchanged"
Verdict = str | RowError
"""`STORED`, `UNCHANGED`, or why the row goes to quarantine."""

_MOST_CLIENTS = 200_000
"""So many external ids are kept with their clients, some 30 MB."""


@dataclass(slots=True)
class Batch:
    """One source's import. `historical`: the first import of the source, whose
    facts count as known when they happened. Close it at the end.

    The ids already met in this run, a kind, are kept: there a second row of other
    content is a conflict, while a later import changes the row. `tells_end`: the file
    that is read has a time of resolution. `repeats`: what
    came last was mostly in the store already.
    """

    source: str
    run: int
    recorded_us: int
    today: int
    zone: ZoneInfo
    historical: bool
    via: str | None = None
    tells_end: bool = False
    newest: int | None = None
    repeats: bool = False
    _days: LocalDays | None = field(default=None, repr=False)
    _met: MetIds | None = field(default=None, repr=False)
    _changed: bytearray = field(default_factory=bytearray, repr=False)
    _clients: _Clients | None = field(default=None, repr=False)

    @property
    def backfilled(self) -> int:
        """Whether facts count as known when they happened, as the store has it."""
        return int(self.historical)

    def known(self, happened_us: int) -> tuple[int, int]:
        """When a fact counts as known, and whether that is a backfilled time."""
        if self.historical:
            return min(happened_us, self.recorded_us), 1
        return self.recorded_us, 0

    def known_all(self, happened_us: Sequence[int]) -> Sequence[int]:
        """When each of many facts counts as known."""
        if not self.historical:
            return [self.recorded_us] * len(happened_us)
        if max(happened_us, default=0) <= self.recorded_us:
            return happened_us
        return [min(at, self.recorded_us) for at in happened_us]

    def days_of(self, micros: Sequence[int]) -> list[int]:
        """The store's local day of each instant."""
        if self._days is None:
            self._days = LocalDays(self.zone)
        return self._days.of(micros)

    def first_time(self, kind: str, external_id: str) -> bool:
        """Whether this run meets the id for the first time."""
        return self.first_times(kind, [external_id])[0]

    def first_times(self, kind: str, external_ids: Sequence[str]) -> list[bool]:
        """The same for many ids, in their order."""
        if self._met is None:
            self._met = MetIds()
        return self._met.meet(kind, external_ids)

    def reached(self, day: int) -> None:
        """Keep the newest local day that a fact speaks of."""
        if day <= self.today and (self.newest is None or day > self.newest):
            self.newest = day

    def reached_all(self, days: Collection[int]) -> None:
        """The same for the days of many facts."""
        latest = max(days, default=None)
        if latest is not None and latest > self.today:
            latest = max((day for day in days if day <= self.today), default=None)
        if latest is not None:
            self.reached(latest)

    def touched(self, clients: Collection[int]) -> None:
        """Note the clients that rows of this run changed: a byte for each number."""
        flags = self._changed
        flags.extend(bytes(max(0, max(clients, default=-1) + 1 - len(flags))))
        for client in clients:
            flags[client] = 1

    @property
    def changed_clients(self) -> int:
        """How many clients this run has changed, since it began or went on."""
        return self._changed.count(1)

    def clients(self, change: int) -> _Clients:
        """The clients that ids of this source mean, as far as they have been asked
        for; `change` is the number of the change set that is being made."""
        known = self._clients
        if known is None or known.via != self.via or change != known.change + 1:
            known = self._clients = _Clients(self.via)
        known.change = change
        return known

    def forget_clients(self) -> None:
        """Ids may mean other clients from now on."""
        self._clients = None

    def close(self) -> None:
        if self._met is not None:
            self._met.close()
            self._met = None

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Clients(dict[str, int]):
    """External ids and their clients, as they stood at change set `change`. They hold
    for the next one, and no longer: then somebody else has changed the store."""

    __slots__ = ("change", "via")

    def __init__(self, via: str | None) -> None:
        super().__init__()
        self.via = via
        self.change = 0


@dataclass(slots=True)
class Write:
    """One batch on its way into the store."""

    unit: Unit
    batch: Batch
    change: Change

    def clients_of(self, external_ids: Sequence[str]) -> list[int | None]:
        """The client that each id means, by the source's own names or `via`; None:
        nothing is known of it."""
        known = self.batch.clients(self.change.id)
        found = list(map(known.get, external_ids))
        if None in found:
            unknown = {
                each for each, client in zip(external_ids, found, strict=True) if client is None
            }
            if len(known) + len(unknown) > _MOST_CLIENTS:
                known.clear()
                unknown = set(external_ids)
            known.update(self._stored_clients(unknown))
            found = list(map(known.get, external_ids))
        return found

    def _stored_clients(self, external_ids: Collection[str]) -> dict[str, int]:
        look = subscription_clients if self.batch.via == "subscription" else client_ids
        return look(self.unit, self.batch.source, external_ids)


def public_key(write: Write, table: str, external_id: str, taken: set[str]) -> str:
    """A public id that no row of `client` or `incident` has: the source's own id,
    or that behind the name of the source. `taken` are ids known to be in use; the
    one that is given joins them."""
    key = external_id
    while key in taken:
        key = f"{write.batch.source}:{key}"
        taken |= keys_in_use(write.unit, table, {key})
    taken.add(key)
    return key


def unknown_client(write: Write, external_id: str) -> RowError:
    what = write.batch.via or "client"
    return RowError("ref.client", f"no {what} “{external_id}” of source {write.batch.source}")


def conflict(what: str, external_id: str) -> RowError:
    return RowError("id.conflict", f"{what} “{external_id}” came before with other content")

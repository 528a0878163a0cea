"""What every writer of facts needs to know of the import it serves."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.values.errors import RowError
from storage.audit.writes import Change
from storage.clients.identity import identities, keys_in_use, subscription_clients
from storage.engine.unit import Unit

STORED = "stored"
UNCHANGED = "unchanged"
Verdict = str | RowError
"""`STORED`, `UNCHANGED`, or why the row goes to quarantine."""


@dataclass(slots=True)
class Batch:
    """One source's import. `historical`: the first import of the source, whose
    facts count as known when they happened. `seen` holds the ids already met in
    this run, a kind: there a second row of other content is a conflict, while a
    later import changes the row."""

    source: str
    run: int
    recorded_us: int
    today: int
    zone: ZoneInfo
    historical: bool
    via: str | None = None
    seen: dict[str, set[str]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    newest: int | None = None

    def known(self, happened_us: int) -> tuple[int, int]:
        """When a fact counts as known, and whether that is a backfilled time."""
        if self.historical:
            return min(happened_us, self.recorded_us), 1
        return self.recorded_us, 0

    def first_time(self, kind: str, external_id: str) -> bool:
        """Whether this run meets the id for the first time."""
        seen = self.seen.setdefault(kind, set())
        if external_id in seen:
            return False
        seen.add(external_id)
        return True

    def reached(self, day: int) -> None:
        """Keep the newest local day that a fact speaks of."""
        if day <= self.today and (self.newest is None or day > self.newest):
            self.newest = day


@dataclass(slots=True)
class Write:
    """One batch on its way into the store."""

    unit: Unit
    batch: Batch
    change: Change

    def clients_of(self, external_ids: set[str]) -> dict[str, int]:
        """The clients that these ids mean, by the source's own names or `via`."""
        if self.batch.via == "subscription":
            return subscription_clients(self.unit, self.batch.source, external_ids)
        found = identities(self.unit, self.batch.source, external_ids)
        return {external: client for external, (client, _) in found.items()}


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

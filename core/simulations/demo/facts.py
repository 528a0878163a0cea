"""The demo store as facts: every client, subscription, event and incident of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.events.types import ClientFact, DayTotalFact, IncidentFact, SubscriptionFact
from core.health.types import WINDOW
from core.simulations.demo.activity import DemoDay, calendar
from core.simulations.demo.contracts import contracts_of
from core.simulations.demo.incidents import incidents_of, past_incidents_of
from core.simulations.demo.personas import Persona, key_of, persona
from core.simulations.demo.stories import STORIES, USAGE_SOURCE, Story
from core.simulations.demo.use import ClientUse, Use, use_of
from core.values.errors import UsageError
from core.values.instants import local_day

CLIENTS = 15
DAYS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """All that one source tells of one client, but for its use. `number` is 1, 2, …"""

    number: int
    source: str
    client: ClientFact
    subscriptions: tuple[SubscriptionFact, ...]
    incidents: tuple[IncidentFact, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some clients that follow one another, their use by day, then client, and what
    it comes to. All use is told by one source."""

    told: tuple[Told, ...]
    use: Use
    sums: tuple[ClientUse, ...]
    use_source: str = USAGE_SOURCE


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """A demo store of `size` clients, told a chapter at a time, or as one kind of
    (source, fact) after another.

    Every iterator starts afresh and holds a chapter at most. `days` local days of
    history end today; use reaches `run_in` days further back, because the first
    score of the history looks back over a whole window.
    """

    seed: int
    size: int
    days: int
    run_in: int
    as_of: datetime
    zone: ZoneInfo

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories whose clients are in this store."""
        return STORIES[: self.size]

    @property
    def today(self) -> int:
        """The local day on which the store stands."""
        return local_day(self.as_of, self.zone)

    def chapter(self, first: int, last: int, *, arrays: bool = False) -> Chapter:
        """Clients number `first` to `last`, each made once. `arrays`: the same use
        by numpy, which pays from some hundred clients on."""
        people = [persona(self.seed, n, self.today) for n in range(first, last + 1)]
        told = tuple(self._told(who) for who in people)
        if arrays:
            from core.simulations.demo.arrays import by_day_in_arrays, use_in_arrays

            use = use_in_arrays(people, self._days)
            return Chapter(told, by_day_in_arrays(use), tuple(use.sums(self.today)))
        use = use_of(people, self._days)
        return Chapter(told, use.by_day(), tuple(use.sums(self.today)))

    def clients(self) -> Iterator[tuple[str, ClientFact]]:
        """One fact a client."""
        for who in self._people():
            yield who.plot.source, who.fact

    def subscriptions(self) -> Iterator[tuple[str, SubscriptionFact]]:
        """The running term of each client, after what came before it."""
        for who in self._people():
            for contract in self._told(who).subscriptions:
                yield who.plot.source, contract

    def day_totals(self) -> Iterator[tuple[str, DayTotalFact]]:
        """Calls and logins of each client's local days, oldest first; a day without
        any has none."""
        for who in self._people():
            for client, day, calls, logins in use_of((who,), self._days).rows():
                yield who.plot.source, DayTotalFact(key_of(client), day, calls, logins)

    def incidents(self) -> Iterator[tuple[str, IncidentFact]]:
        """Open ones, lately fixed ones, and older history."""
        for who in self._people():
            for incident in self._told(who).incidents:
                yield who.plot.source, incident

    def _people(self) -> Iterator[Persona]:
        return (persona(self.seed, number, self.today) for number in range(1, self.size + 1))

    def _days(self, silent: int) -> tuple[DemoDay, ...]:
        return calendar(self.as_of, self.zone, silent, self.days + self.run_in)

    def _told(self, who: Persona) -> Told:
        contracts = contracts_of(who.dice, who.offer, who.start, self.today)
        incidents = list(incidents_of(who.dice, who.plot.incidents, self.as_of))
        if who.plot.past:
            incidents += past_incidents_of(who.dice, self.as_of)
        return Told(who.number, who.plot.source, who.fact, tuple(contracts), tuple(incidents))


def demo_facts(
    seed: int,
    clients: int = CLIENTS,
    days: int = DAYS,
    *,
    as_of: datetime,
    zone: ZoneInfo,
    run_in: int = WINDOW - 1,
) -> DemoFacts:
    """The demo store of a seed: the same arguments give the same facts, always.

    A client is the same whatever the number of clients, and more `days` only
    add older ones. Raises UsageError for a number of clients or days that
    makes no sense, ValueError for an `as_of` without a time zone.
    """
    if clients < 0:
        raise UsageError("a demo store has 0 clients or more")
    if days < 1 or run_in < 0:
        raise UsageError("a demo store has 1 day of history or more")
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    return DemoFacts(seed, clients, days, run_in, as_of.astimezone(UTC), zone)

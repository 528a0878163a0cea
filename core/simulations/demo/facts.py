"""The demo store as facts: every client, subscription, event and incident of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.events.types import ClientFact, EventFact, IncidentFact, Measure, SubscriptionFact
from core.health.types import WINDOW
from core.simulations.demo.activity import DemoDay, calendar, daily
from core.simulations.demo.contracts import contracts_of
from core.simulations.demo.incidents import incidents_of, past_incidents_of
from core.simulations.demo.personas import Persona, persona
from core.simulations.demo.stories import STORIES, Story
from core.values.errors import UsageError
from core.values.instants import local_day

CLIENTS = 15
DAYS = 30


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """A demo store of `size` clients, told as (source, fact), client by client.

    Every iterator starts afresh and holds one client at a time. `days` local
    days of history end today; use reaches `run_in` days further back, because
    the first score of the history looks back over a whole window.
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

    def clients(self) -> Iterator[tuple[str, ClientFact]]:
        """One fact a client."""
        for who in self._personas():
            yield who.plot.source, who.fact

    def subscriptions(self) -> Iterator[tuple[str, SubscriptionFact]]:
        """The running term of each client, after what came before it."""
        today = local_day(self.as_of, self.zone)
        for who in self._personas():
            for contract in contracts_of(who.dice, who.offer, who.start, today):
                yield who.plot.source, contract

    def events(self) -> Iterator[tuple[str, EventFact]]:
        """Calls and logins: at most one event a client, local day and kind, oldest
        first; a day without any has none."""
        calendars: dict[int, tuple[DemoDay, ...]] = {}
        for who in self._personas():
            habit = who.plot.habit
            if habit is None:
                continue
            if habit.silent not in calendars:
                span = self.days + self.run_in
                calendars[habit.silent] = calendar(self.as_of, self.zone, habit.silent, span)
            days = tuple(day for day in calendars[habit.silent] if day.day >= who.start)
            for day, calls, logins in daily(who.dice, habit, days):
                if calls:
                    yield who.plot.source, _event(who, day, "calls", calls)
                if logins:
                    yield who.plot.source, _event(who, day, "logins", logins)

    def incidents(self) -> Iterator[tuple[str, IncidentFact]]:
        """Open ones, lately fixed ones, and older history."""
        for who in self._personas():
            for incident in incidents_of(who.dice, who.plot.incidents, self.as_of):
                yield who.plot.source, incident
            if who.plot.past:
                for incident in past_incidents_of(who.dice, self.as_of):
                    yield who.plot.source, incident

    def _personas(self) -> Iterator[Persona]:
        today = local_day(self.as_of, self.zone)
        return (persona(self.seed, index, today) for index in range(1, self.size + 1))


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


def _event(who: Persona, day: DemoDay, kind: Measure, value: int) -> EventFact:
    key = who.dice.key
    return EventFact(f"{key}:{day.text}:{kind}", key, day.at, kind, value)

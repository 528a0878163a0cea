"""A demo store as rows, ready for the tables, some clients at a time."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from bellbuoy.services.importing.columns import (
    client_columns,
    client_digest,
    incident_columns,
    incident_digest,
    incident_times,
    subscription_columns,
)
from core.simulations.demo.facts import DemoFacts, Told
from core.simulations.demo.use import UNUSED, ClientUse, Use
from core.values.canonical import digest
from core.values.instants import day_start, to_micros

Rows = list[tuple[Any, ...]]
ROWS = 50_000
"""About how many rows of facts are made, and written, at once."""
_FEW = 200
"""Up to so many clients are told without numpy: loading it takes longer."""


@dataclass(frozen=True, slots=True)
class ChapterRows:
    """The rows of clients `first` to `last`, whose numbers are their ids in the
    store: `clients` (CLIENT_COLUMNS but for the last, then the last days of use and
    of a login), `scores` (client, window sums, first days), `identities`,
    `subscriptions` (SUBSCRIPTION_COLUMNS), `incidents` (INCIDENT_COLUMNS but for the
    id, which counts on from chapter to chapter), and their use by day, then client."""

    first: int
    last: int
    use_source: str
    use: Use
    clients: Rows = field(default_factory=list)
    scores: Rows = field(default_factory=list)
    identities: Rows = field(default_factory=list)
    subscriptions: Rows = field(default_factory=list)
    incidents: Rows = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many facts these rows hold, by table."""
        return {
            "client": len(self.clients), "subscription": len(self.subscriptions),
            "incident": len(self.incidents), "usage_total": len(self.use),
        }  # fmt: skip

    def plain(self) -> tuple[Any, ...]:
        """The same in nothing but tuples, lists, text, numbers and bytes."""
        return (
            self.first, self.last, self.use_source,
            [column.tobytes() for column in self.use.columns], self.clients, self.scores,
            self.identities, self.subscriptions, self.incidents,
        )  # fmt: skip

    @classmethod
    def of_plain(cls, told: Sequence[Any]) -> Self:
        """What `plain` took apart."""
        first, last, source, columns, *rows = told
        return cls(first, last, source, Use(*(array("i", each) for each in columns)), *rows)


def chapters(
    facts: DemoFacts, rows: int = ROWS, *, begin: int = 0, every: int = 1
) -> Generator[ChapterRows, None, None]:
    """All rows of a demo store, some `rows` facts at a time, or each `every`th
    chapter from number `begin` on. Facts are recorded at the store's moment, and
    count as known from when they happened."""
    step = max(1, rows // (facts.days + facts.run_in))
    for first in range(1 + begin * step, facts.size + 1, every * step):
        last = min(first + step - 1, facts.size)
        chapter = facts.chapter(first, last, arrays=facts.size > _FEW)
        found = ChapterRows(first, last, chapter.use_source, chapter.use)
        used = {use.client: use for use in chapter.sums}
        for told in chapter.told:
            _add(found, facts, told, used.get(told.number, UNUSED))
        yield found


def known_us(facts: DemoFacts, happened: datetime) -> int:
    """From when on a fact counts as known: it is told afterwards (`backfilled`)."""
    return to_micros(min(happened, facts.as_of))


def _add(rows: ChapterRows, facts: DemoFacts, told: Told, use: ClientUse) -> None:
    """Put one client in."""
    number, source, who = told.number, told.source, told.client
    row = (number, who.external_id, *client_columns(who), use.seen, use.login)
    rows.clients.append(row)
    rows.scores.append((number, use.calls_30, use.logins_30, use.since, use.since))
    rows.identities.append((source, who.external_id, number, client_digest(who)))
    for contract in told.subscriptions:
        row = subscription_columns(contract, number)
        known = known_us(facts, day_start(contract.start, facts.zone))
        rows.subscriptions.append((source, *row, known, 1, digest(*row)))
    for fact in told.incidents:
        times = incident_times(fact)
        columns = incident_columns(fact, number, times)
        known = known_us(facts, fact.opened)
        content = incident_digest(fact, number, times)
        rows.incidents.append((fact.external_id, source, *columns, known, 1, content))

"""The facts of a store as they stand in the end, and a store made of them anew."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.backfill import backfill
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.settings import set_formula
from core.events.types import (
    ClientFact,
    DayTotalFact,
    EventFact,
    Fact,
    IncidentFact,
    SubscriptionFact,
)
from core.health.types import HealthConfig
from storage.health.marks import mark_history_of_everyone
from tests.fixtures.facts import batch_of, link, store
from tests.fixtures.stores import NewStore

Place = tuple[str, str]
"""Source and the id there."""


@dataclass
class Finals:
    """What was told last, each thing in the order in which it was first told.
    `formulas` are those that were put in force."""

    clients: dict[str, ClientFact] = field(default_factory=dict)
    subscriptions: dict[Place, SubscriptionFact] = field(default_factory=dict)
    incidents: dict[Place, IncidentFact] = field(default_factory=dict)
    events: dict[Place, EventFact] = field(default_factory=dict)
    totals: dict[tuple[str, str, int], DayTotalFact] = field(default_factory=dict)
    formulas: list[HealthConfig] = field(default_factory=list)

    def tell(self, source: str, fact: Fact) -> None:
        """A fact that the store has taken."""
        match fact:
            case ClientFact():
                self.clients[fact.external_id] = merged(
                    self.clients.get(fact.external_id), fact
                )
            case SubscriptionFact():
                self.subscriptions[source, fact.external_id] = fact
            case IncidentFact():
                self.incidents[source, fact.external_id] = fact
            case EventFact():
                self.events.setdefault((source, fact.external_id), fact)
            case DayTotalFact():
                place = (source, fact.client, fact.day)
                before = self.totals.get(place, DayTotalFact(fact.client, fact.day, None, None))
                self.totals[place] = replace(
                    before,
                    calls=before.calls if fact.calls is None else fact.calls,
                    logins=before.logins if fact.logins is None else fact.logins,
                )


def merged(before: ClientFact | None, fact: ClientFact) -> ClientFact:
    """A client as its source has told of it so far: what is left out stays."""
    status = fact.status or ("churned" if fact.ended is not None else None)
    fact = replace(fact, status=status)
    if before is None:
        return replace(fact, status=fact.status or "active")
    told = {each.name: getattr(fact, each.name) for each in fields(fact)}
    return replace(before, **{name: value for name, value in told.items() if value})


def drain(ctx: Context) -> None:
    """Work in all that waits: scores, history, and the scores that follow from it."""
    recompute(ctx)
    backfill(ctx)
    recompute(ctx)


def settle_history(ctx: Context) -> None:
    """Compute the last 90 days of everybody, and what follows from them."""
    with ctx.store.unit(durable=False) as unit:
        mark_history_of_everyone(unit)
    drain(ctx)


def made_anew(new_store: NewStore, ctx: Context, finals: Finals) -> Context:
    """A store of the same facts and formulas, told at once and computed from nothing,
    opened at the same moment."""
    made = new_store(ctx.info.timezone, ctx.present)
    for config in finals.formulas:
        set_formula(made, config)
    store(made, "client", list(finals.clients.values()))
    link(made, "crm", finals.clients)
    for source in ("app", "crm"):
        for kind, told in (
            ("subscription", finals.subscriptions),
            ("incident", finals.incidents),
            ("event", finals.events),
            ("day_total", finals.totals),
        ):
            facts = [fact for place, fact in told.items() if place[0] == source]
            if facts:
                store(made, kind, facts, source, batch=batch_of(made, source))
    drain(made)
    return made

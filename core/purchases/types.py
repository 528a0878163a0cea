"""What customers have bought: a transaction as lists and commands show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.values.money import Money


@dataclass(frozen=True, slots=True)
class Purchase:
    """One transaction. `key` is its public id (`T-0001`), `customer` the number of who
    bought, `at` when, `known` since when it is known. Category, age group and city are as
    its source said them (outside text). `run` is the number of the simulation run that
    made it up; None: it is data. `client` is the public id of the client that it belongs to,
    whose number `customer` then is, and `name` that client's name (outside text); an amount
    below 0 is a refund."""

    key: str
    customer: int
    at: datetime
    amount: Money
    category: str
    age_group: str
    city: str
    known: datetime
    run: int | None
    client: str | None = None
    name: str | None = None

    @property
    def simulated(self) -> bool:
        return self.run is not None

"""Writing transactions: of a demo, and of live feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from storage.engine.unit import bulk_insert
from storage.purchases.tables import Purchase

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_DATA = (
    "id", "key", "customer", "at_us", "amount_minor", "currency", "category", "age_group",
    "city", "known_us",
)  # fmt: skip


class NewPurchase(NamedTuple):
    """A transaction to come into the store."""

    key: str
    customer: int
    at_us: int
    amount_minor: int
    currency: str
    category: str
    age_group: str
    city: str
    known_us: int


def insert_data(unit: Unit, first: int, rows: Iterable[NewPurchase]) -> int:
    """New transactions as data, numbered from `first`; how many."""
    numbered = [(number, *row) for number, row in enumerate(rows, first)]
    unit.bulk(bulk_insert(Purchase, _DATA), numbered)
    return len(numbered)


def insert_fed(unit: Unit, run: int, rows: Sequence[NewPurchase]) -> None:
    """New transactions of a feed, in their order: numbers below 0, downwards."""
    lowest = int(unit.value("SELECT coalesce(min(id), 0) FROM purchase WHERE id < 0"))
    numbered = [(lowest - place, *row) for place, row in enumerate(rows, 1)]
    statement = bulk_insert(Purchase, (*_DATA, "run_id"), shared=("run_id",))
    unit.bulk(statement, numbered, (run,))


def delete_fed(unit: Unit, run: int) -> None:
    """Take out all that a feed has added."""
    unit.run("DELETE FROM purchase WHERE run_id = ?", (run,))

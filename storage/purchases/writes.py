"""Writing transactions: of a demo, and of live feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.engine.unit import bulk_insert
from storage.purchases.tables import Purchase

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_DATA = (
    "id", "key", "customer", "at_us", "amount_minor", "currency", "category", "age_group",
    "city", "known_us",
)  # fmt: skip
_OWNED = ("client_id", "day")
PURCHASE_COLUMNS = (*_DATA, *_OWNED, "source", "external_id", "digest", "backfilled")
Owner = tuple[int | None, int | None]
"""The client that a transaction belongs to, and its local day; neither where it is of
nobody."""


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


def insert_data(
    unit: Unit, first: int, rows: Iterable[NewPurchase], owners: Iterable[Owner] = ()
) -> int:
    """New transactions as data, numbered from `first`, of nobody where `owners` do not say
    whose each is; how many."""
    told = chain(owners, repeat((None, None)))
    numbered = [
        (number, *row, *owner)
        for number, (row, owner) in enumerate(zip(rows, told, strict=False), first)
    ]
    unit.bulk(bulk_insert(Purchase, (*_DATA, *_OWNED)), numbered)
    return len(numbered)


def put_purchases(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New or changed transactions of clients (PURCHASE_COLUMNS), by source and external
    id; the key of one that is there stays."""
    statement = bulk_insert(
        Purchase,
        PURCHASE_COLUMNS,
        conflict="update",
        keys=("source", "external_id"),
        replace=(*PURCHASE_COLUMNS[2:12], "digest", "backfilled"),
    )
    unit.bulk(statement, rows)


def insert_fed(unit: Unit, run: int, rows: Sequence[NewPurchase]) -> None:
    """New transactions of a feed, in their order: numbers below 0, downwards."""
    lowest = int(unit.value("SELECT coalesce(min(id), 0) FROM purchase WHERE id < 0"))
    numbered = [(lowest - place, *row) for place, row in enumerate(rows, 1)]
    statement = bulk_insert(Purchase, (*_DATA, "run_id"), shared=("run_id",))
    unit.bulk(statement, numbered, (run,))


def delete_fed(unit: Unit, run: int) -> None:
    """Take out all that a feed has added."""
    unit.run("DELETE FROM purchase WHERE run_id = ?", (run,))

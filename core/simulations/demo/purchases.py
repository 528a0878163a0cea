"""Transactions of the demo store, each drawn by its number alone (DEFINITIONS 5.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.simulations.demo.dice import demo_draws
from core.simulations.draws import Draws
from core.values.errors import UsageError

CURRENCY = "USD"
CATEGORIES = ("Electronics", "Clothing", "Food", "Books", "Home")
AGE_GROUPS = ("18-25", "26-35", "36-45", "46-55", "55+")
CITIES = ("New York", "Los Angeles", "Chicago", "Houston", "Phoenix")
AMOUNT = (1_000, 100_000)
"""Minor units, both included."""
DAYS = 365
CUSTOMERS = 1_000
EACH = 10
"""Transactions for each customer, as long as their numbers have four digits."""
MOST = 9_999
_AMOUNT, _CATEGORY, _DAYS, _AGE_GROUP, _CITY, _CUSTOMER = range(6)


@dataclass(frozen=True, slots=True)
class DrawnPurchase:
    """A transaction as it is drawn: `days` lie between it and the store's present."""

    amount_minor: int
    category: str
    days: int
    age_group: str
    city: str
    customer: int


def drawn_purchase(dice: Draws, customers: int = CUSTOMERS) -> DrawnPurchase:
    """The transaction of these draws, of one of so many customers: numbers 0 to 5 are its
    columns in their order."""
    return DrawnPurchase(
        amount_minor=dice.whole(_AMOUNT, *AMOUNT),
        category=dice.pick(_CATEGORY, CATEGORIES),
        days=dice.whole(_DAYS, 0, DAYS - 1),
        age_group=dice.pick(_AGE_GROUP, AGE_GROUPS),
        city=dice.pick(_CITY, CITIES),
        customer=dice.whole(_CUSTOMER, 1, customers),
    )


def purchase_key(number: int) -> str:
    """`T-0001`: the public id of transaction number 1, 2, …"""
    return f"T-{number:04d}"


def purchases_of(customers: int) -> int:
    """How many transactions so many customers have: ten each, 9,999 at most. Raises
    UsageError for a number of customers that makes no sense."""
    if not 1 <= customers <= MOST:
        raise UsageError(f"a demo store has 1 to {MOST:,} customers", "write --customers 1000")
    return min(EACH * customers, MOST)


def demo_purchases(
    seed: int, customers: int = CUSTOMERS
) -> Iterator[tuple[str, DrawnPurchase]]:
    """Each transaction of a demo store, behind its public id. The same arguments give the
    same ones, and one does not depend on the others. Raises UsageError as `purchases_of`."""
    for number in range(1, purchases_of(customers) + 1):
        key = purchase_key(number)
        yield key, drawn_purchase(demo_draws(seed, key), customers)

"""Transactions as JSON rows, columns, and lines."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.commands.columns import Column, Json, moment
from bellbuoy.commands.to_json import to_json
from core.purchases.types import Purchase
from core.values.instants import iso
from core.values.money import Money, show_money
from core.values.text import safe_text


def show_amount(value: Json) -> str:
    """An amount to the minor unit: `$722.03`."""
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return show_money(Money(minor, currency), whole=False)
        case _:
            return ""


PURCHASES = (
    Column("id", "id", fixed=True, also=("key",), mark="simulated"),
    moment("at", "when", also=("day",)),
    Column("customer", "customer", "right"),
    Column("client", "client"),
    Column("category", "category"),
    Column("amount", "amount", "right", show_amount, money=True),
    Column("age", "age", fixed=True, also=("age_group",)),
    Column("city", "city", also=("place",)),
    moment("known", "known", extra=True),
    Column("simulated", "simulated", extra=True),
    Column("run", "run", "right", extra=True),
)
PURCHASES_WHOLE = tuple(replace(column, extra=False) for column in PURCHASES)


def purchase_row(found: Purchase) -> dict[str, Json]:
    """`customer` is a number, `client` the public id of whom it is, or null; an amount below
    0 is a refund; `run` the simulation run that made it up, or null."""
    return {
        "id": found.key,
        "at": to_json(found.at),
        "customer": found.customer,
        "category": found.category,
        "amount": to_json(found.amount),
        "age": found.age_group,
        "city": found.city,
        "known": to_json(found.known),
        "simulated": found.simulated,
        "run": found.run,
        "client": found.client,
    }


def purchase_line(found: Purchase) -> str:
    """A transaction as one line for people; `~` behind the id of a simulated one."""
    parts = [
        f"{iso(found.at)[:19]}Z",
        f"{found.key}{'~' if found.simulated else ''}",
        str(found.customer) if found.client is None else found.client,
        found.category,
        show_money(found.amount, whole=False),
        found.age_group,
        found.city,
    ]
    return safe_text("  ".join(parts), 2_000)

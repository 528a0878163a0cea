"""A demo store's transactions: drawn by their numbers, beside the clients."""

from __future__ import annotations

from datetime import datetime, timedelta

from bellbuoy.services.context import Context
from core.simulations.demo.purchases import CURRENCY, demo_purchases
from core.values.instants import to_micros
from storage.audit.actor import Actor
from storage.audit.writes import Change
from storage.purchases.writes import NewPurchase, insert_data


def fill_purchases(ctx: Context, seed: int, customers: int, as_of: datetime) -> int:
    """All transactions of a demo with so many customers into a store that has none; how
    many. Each is told as a fact of the past: known since it was."""
    rows = []
    for key, drawn in demo_purchases(seed, customers):
        at_us = to_micros(as_of - timedelta(days=drawn.days))
        rows.append(
            NewPurchase(
                key, drawn.customer, at_us, drawn.amount_minor, CURRENCY, drawn.category,
                drawn.age_group, drawn.city, at_us,
            )
        )  # fmt: skip
    actor = Actor("bellbuoy", "system", "demo", to_micros(as_of))
    with ctx.store.unit(durable=False) as unit:
        many = insert_data(unit, 1, rows)
        change = Change(unit, actor, "store.demo", "transactions")
        change.inserted("purchase", 1, many)
        change.close({"purchase": many})
    return many

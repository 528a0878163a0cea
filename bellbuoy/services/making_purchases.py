"""A demo store's transactions: drawn by their numbers, beside the clients."""

from __future__ import annotations

from datetime import datetime, timedelta

from bellbuoy.services.context import Context
from core.simulations.demo.purchases import CURRENCY, demo_purchases
from core.values.instants import local_day, to_micros
from storage.audit.actor import Actor
from storage.audit.writes import Change
from storage.clients.walk import count_clients
from storage.purchases.rollup import roll_up_bought
from storage.purchases.writes import NewPurchase, Owner, insert_data


def fill_purchases(ctx: Context, seed: int, customers: int, as_of: datetime) -> int:
    """All transactions of a demo with so many customers into a store that has none; how
    many. Each is told as a fact of the past: known since it was. A customer is the client
    of that number, where there is one."""
    with ctx.reader() as reader:
        clients = count_clients(reader)
    rows, owners = list[NewPurchase](), list[Owner]()
    for key, drawn in demo_purchases(seed, customers):
        at = as_of - timedelta(days=drawn.days)
        at_us = to_micros(at)
        rows.append(
            NewPurchase(
                key, drawn.customer, at_us, drawn.amount_minor, CURRENCY, drawn.category,
                drawn.age_group, drawn.city, at_us,
            )
        )  # fmt: skip
        is_client = drawn.customer <= clients
        owners.append((drawn.customer, local_day(at, ctx.zone)) if is_client else (None, None))
    actor = Actor("bellbuoy", "system", "demo", to_micros(as_of))
    with ctx.store.unit(durable=False) as unit:
        many = insert_data(unit, 1, rows, owners)
        roll_up_bought(unit, {client for client, _ in owners if client is not None})
        change = Change(unit, actor, "store.demo", "transactions")
        change.inserted("purchase", 1, many)
        change.close({"purchase": many})
    return many

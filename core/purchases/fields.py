"""What lists of transactions can be asked about."""

from __future__ import annotations

from core.query.fields import Field, FieldSet

PURCHASE_FIELDS = FieldSet(
    "txn",
    (
        Field("id", "text", "id", "public id of the transaction (T-0001)", aliases=("key",)),
        Field("at", "instant", "when", "when it was", aliases=("day",), future=False),
        Field("customer", "number", "customer", "the number of who bought"),
        Field("client", "reference", "client", "the client that bought"),
        Field("category", "text", "category", "what was bought (Books, …)", is_name=True),
        Field("amount", "money", "amount", "what it cost"),
        Field("age", "text", "age", "age group of who bought (26-35)", aliases=("age_group",)),
        Field("city", "text", "city", "where it was", aliases=("place",), is_name=True),
        Field("simulated", "flag", "simulated", "a simulation run made it up"),
        Field("run", "number", "run", "the run that made it up"),
    ),
)

"""What customers have bought."""

from __future__ import annotations

from sqlalchemy import Index

from storage.engine.schema import Table, big, note, rowid, table_args


class Purchase(Table, table=True):
    """A transaction. Of a feed (`run_id`) the numbers are below 0, downwards, so that
    those of data are the same with it as without. `key` is the public id."""

    __table_args__ = table_args(
        Index("purchase_by_key", "key", unique=True),
        Index("purchase_by_time", "at_us", "id"),
        Index("purchase_by_run", "run_id", "id"),
    )

    id: int | None = rowid()
    key: str = note()
    customer: int = big()
    at_us: int = big()
    amount_minor: int = big()
    currency: str = note()
    category: str = note()
    age_group: str = note()
    city: str = note()
    known_us: int = big()
    run_id: int | None = big(default=None)

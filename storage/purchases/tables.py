"""What customers have bought."""

from __future__ import annotations

from sqlalchemy import Index, text

from storage.engine.schema import Table, big, note, rowid, table_args


class Purchase(Table, table=True):
    """A transaction. Of a feed (`run_id`) the numbers are below 0, downwards, so that
    those of data are the same with it as without. `key` is the public id. One that belongs
    to a client (`client_id`, which `customer` then is too) has its local `day`; an amount
    below 0 is a refund. What a source told has `source`, its id there and the digest of
    what was said."""

    __table_args__ = table_args(
        Index("purchase_by_key", "key", unique=True),
        Index("purchase_by_time", "at_us", "id"),
        Index("purchase_by_run", "run_id", "id"),
        Index("purchase_by_source", "source", "external_id", unique=True),
        Index("purchase_of", "client_id", "day"),
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
    client_id: int | None = big(default=None)
    day: int | None = big(default=None)
    source: str | None = note(default=None)
    external_id: str | None = note(default=None)
    digest: str | None = note(default=None)
    backfilled: int = big(default=0, sa_column_kwargs={"server_default": text("0")})

"""Clients, their names in other systems, and what they pay."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text

from storage.engine.schema import Table, big, by_moment, note, rowid, table_args


class Client(Table, table=True):
    """A company that pays. What stands below `rev` is derived: written by the
    health recompute and by the facts that move it, never by a person. `live`: it
    is active on the day that its standing was made for."""

    __table_args__ = table_args(
        UniqueConstraint("key"),
        Index("client_by_health", "health_rank", text("arr_minor DESC"), "key", "tier"),
        Index("client_by_owner", "owner", "health_rank", text("arr_minor DESC"), "key"),
        Index("client_by_name", "name_key", "key"),
        by_moment("client_by_created", "created_us", "created_us <> 0"),
    )

    id: int | None = rowid()
    key: str = note()
    name: str = note()
    name_key: str = note()
    industry: str | None = note(default=None)
    country: str | None = note(default=None)
    plan: str | None = note(default=None)
    owner: str | None = note(default=None)
    status: str = note(default="active")
    timezone: str | None = note(default=None)
    start_day: int | None = big(default=None)
    end_day: int | None = big(default=None)
    baseline_calls: int | None = big(default=None)
    baseline_logins: int | None = big(default=None)
    extra: str | None = note(default=None)
    created_us: int = big()
    rev: int = big(default=1)
    arr_minor: int = big(default=0)
    currency: str | None = note(default=None)
    renews_day: int | None = big(default=None)
    score: int | None = big(default=None)
    health_rank: int = big(default=101)
    tier: str = note(default="unknown")
    delta7: int | None = big(default=None)
    partial: int = big(default=0)
    open_incidents: int = big(default=0)
    last_seen_day: int | None = big(default=None)
    last_login_day: int | None = big(default=None)
    top_reason: str = note(default="")
    live: int = big(default=1, sa_column_kwargs={"server_default": text("1")})
    last_bought_day: int | None = big(default=None)


class ClientIdentity(Table, table=True):
    """The id that a source knows a client by."""

    __table_args__ = table_args(Index("client_identity_of", "client_id"), clustered=True)

    source: str = note(primary_key=True)
    external_id: str = note(primary_key=True)
    client_id: int = big(foreign_key="client.id")
    digest: str = note()


class Subscription(Table, table=True):
    __table_args__ = table_args(
        UniqueConstraint("source", "external_id"),
        Index("subscription_of", "client_id", "start_day"),
        by_moment("subscription_by_known", "known_us", "known_us <> 0"),
    )

    id: int | None = rowid()
    source: str = note()
    external_id: str = note()
    client_id: int = big(foreign_key="client.id")
    plan: str | None = note(default=None)
    status: str = note()
    trial: int = big()
    start_day: int = big()
    end_day: int | None = big(default=None)
    amount_minor: int = big()
    currency: str = note()
    quantity: int = big()
    period: str = note()
    term_months: int | None = big(default=None)
    known_us: int = big()
    backfilled: int = big(default=0)
    digest: str = note()


class ClientArr(Table, table=True):
    """ARR of today, one row a currency: totals never add two currencies."""

    __table_args__ = table_args(clustered=True)

    client_id: int = big(primary_key=True, foreign_key="client.id")
    currency: str = note(primary_key=True)
    arr_minor: int = big()

"""Scores, what they were made from, their history, and looks at past days."""

from __future__ import annotations

from sqlalchemy import Index, text

from storage.engine.schema import Table, big, by_moment, note, rowid, table_args


class ScoreConfig(Table, table=True):
    """One version of the formula; `body` is its canonical JSON."""

    __table_args__ = table_args()

    version: str = note(primary_key=True)
    body: str = note()
    created_us: int = big()


class Score(Table, table=True):
    """The window sums and the parts of today's score. The sums hold the 30 days
    up to `window_day`: a fact adds its share in its own transaction, and the
    day's turn adds what enters and takes off what leaves. `calls_since` is the
    day of the first row of that kind: before it the measure is unknown. `week`
    holds the scores that history gives for the ends of `window_day` and the seven
    days before (`core.health.week`); -1: history has to be asked."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True, foreign_key="client.id")
    window_day: int = big()
    calls_30: int = big(default=0)
    logins_30: int = big(default=0)
    calls_since: int | None = big(default=None)
    logins_since: int | None = big(default=None)
    usage_cp: int | None = big(default=None)
    engagement_cp: int | None = big(default=None)
    incidents_cp: int | None = big(default=None)
    penalty: int = big(default=0)
    days: int = big(default=0)
    config: str = note(default="")
    scored_us: int | None = big(default=None)
    run_id: int | None = big(default=None)
    week: int = big(default=-1, sa_column_kwargs={"server_default": text("-1")})


class ScoreHistory(Table, table=True):
    """The score at the end of a day: a row when it changed, and at month ends."""

    __table_args__ = table_args(
        by_moment("score_history_by_recorded", "recorded_us", "backfilled = 0"),
        by_moment("score_history_by_day", "day", "backfilled = 1"),
        clustered=True,
    )

    client_id: int = big(primary_key=True)
    day: int = big(primary_key=True)
    score: int | None = big(default=None)
    tier: str = note()
    usage_cp: int | None = big(default=None)
    engagement_cp: int | None = big(default=None)
    incidents_cp: int | None = big(default=None)
    config: str = note()
    recorded_us: int = big()
    backfilled: int = big(default=0)


class ArrHistory(Table, table=True):
    """Whether a client was live from the end of a day on, and its ARR then in the
    store's base currency (0 while it is not live): a row when either changes."""

    __table_args__ = table_args(clustered=True)

    client_id: int = big(primary_key=True)
    day: int = big(primary_key=True)
    live: int = big()
    arr_minor: int = big()


class ScoreDay(Table, table=True):
    """How many live clients had a score (-1: none) and tier at the end of a day,
    and their ARR then in the base currency: what `score_history` and
    `arr_history` add up to, day by day."""

    __table_args__ = table_args(clustered=True)

    day: int = big(primary_key=True)
    tier: str = note(primary_key=True)
    score: int = big(primary_key=True)
    n: int = big()
    arr_minor: int = big()


class FacetCount(Table, table=True):
    """What the clients with one value of a dimension add up to, by whether they
    are live and by tier. With currency '' the counts, with a code their ARR."""

    __table_args__ = table_args(clustered=True)

    dimension: str = note(primary_key=True)
    value: str = note(primary_key=True)
    live: int = big(primary_key=True)
    tier: str = note(primary_key=True)
    currency: str = note(primary_key=True)
    n: int = big(default=0)
    scored: int = big(default=0)
    score_sum: int = big(default=0)
    delta_n: int = big(default=0)
    delta_sum: int = big(default=0)
    arr_minor: int = big(default=0)


class ChangedClient(Table, table=True):
    """Clients whose score may differ; `gen` grows with each change, so that a
    recompute takes the mark off only if nothing came in meanwhile."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True)
    gen: int = big(default=1)
    reason: str = note()


class HistoryDue(Table, table=True):
    """Clients whose last 90 days of history wait to be computed again."""

    __table_args__ = table_args()

    client_id: int = big(primary_key=True)
    gen: int = big(default=1)


class PastView(Table, table=True):
    """A past moment for which the whole base has been computed and kept. Facts
    about that day or an earlier one take it away again. `asked_us` is when somebody
    last asked for it, by the machine's clock and to a day (0: it is not known)."""

    __table_args__ = table_args()

    id: int | None = rowid()
    as_of_us: int = big(index=True)
    day: int = big()
    as_known: int = big(default=0)
    complete: int = big(default=0)
    config: str = note()
    computed_us: int = big()
    asked_us: int = big(sa_column_kwargs={"server_default": text("0")})


class PastClient(Table, table=True):
    """One client as it stood at the moment of a `PastView`."""

    __table_args__ = table_args(
        Index("past_client_by_health", "view_id", "health_rank", text("arr_minor DESC"), "key"),
        clustered=True,
    )

    view_id: int = big(primary_key=True)
    client_id: int = big(primary_key=True)
    key: str = note()
    status: str = note()
    arr_minor: int = big()
    currency: str | None = note(default=None)
    renews_day: int | None = big(default=None)
    score: int | None = big(default=None)
    health_rank: int = big()
    tier: str = note()
    delta7: int | None = big(default=None)
    partial: int = big()
    open_incidents: int = big()
    last_seen_day: int | None = big(default=None)
    last_login_day: int | None = big(default=None)
    top_reason: str = note()
    calls_30: int | None = big(default=None)
    logins_30: int | None = big(default=None)
    usage_cp: int | None = big(default=None)
    engagement_cp: int | None = big(default=None)
    incidents_cp: int | None = big(default=None)
    penalty: int = big()
    days: int = big()
    last_bought_day: int | None = big(default=None)

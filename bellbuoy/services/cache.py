"""What is kept although it could be computed again, and how long.

No figure is kept for a time and then read again. Scores, counters, rollups and
history stand in the store and are written in the transaction of what they
follow from; a read is a few rows by an index. What is kept for whoever may ask
again are looks at past days: facts about such a day take its look away at once,
and one that nobody asked for in `cache.days` days goes by a job.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.trace import stamp_of
from core.cache.types import CacheReport, Figures, KeptLook
from core.values.errors import BellbuoyError, UsageError
from core.values.instants import from_micros
from storage.cache.age import data_age
from storage.cache.looks import Look, clients_of_look, looks, looks_without_head
from storage.engine.reader import Reader
from storage.engine.store import Engine
from storage.store.reads import settings
from storage.store.space import table_bytes

DAYS = 7
MOST_DAYS = 3_650
_SETTING = "cache.days"
_LEASE = "worker"
_MICRO = timedelta(microseconds=1)
_AGAIN = timedelta(days=1)


@service("cache:read")
def show(ctx: Context) -> CacheReport:
    """The kept looks with their sizes and ages, and what waits to be worked in."""
    with ctx.reader() as reader:
        found = looks(reader)
        age = data_age(reader, stamp_of(ctx, reader))
        return CacheReport(
            looks=_told(reader, found, ctx.store.engine),
            figures=(
                Figures("scores", age.waiting, "written by the recompute of what changed"),
                Figures("history", age.history_waiting, "written by the backfill of past days"),
                Figures("rollups", 0, "written with the facts"),
                Figures("counters", 0, "written with the scores and clients"),
            ),
            days=_days(settings(reader)),
            imported=None if age.imported_us is None else from_micros(age.imported_us),
        )


@service("store:read")
def lifetime(ctx: Context) -> int:
    """How many days a look stays that nobody asks for."""
    with ctx.reader() as reader:
        return _days(settings(reader))


@service("cache:clear", writes=True)
def set_lifetime(ctx: Context, days: int) -> int:
    """Set how many days a look stays that nobody asks for; what it was before."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.store.writes import put_setting

    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"cache.days takes 1 to {MOST_DAYS:,}")
    with ctx.store.unit() as unit:
        before = _days(settings(unit))
        if before != days:
            change = Change(unit, actor_of(ctx), "cache.days", _SETTING)
            change.watch("setting", [_SETTING], usual={"value": str(before)})
            put_setting(unit, _SETTING, str(days))
            change.close()
    return before


@service("cache:read")
def clearable(ctx: Context, older_than_s: int | None = None) -> tuple[KeptLook, ...]:
    """The looks that `clear` would take away."""
    with ctx.reader() as reader:
        return _told(reader, looks(reader, _before(ctx, older_than_s)), ctx.store.engine)


@service("cache:clear", writes=True)
def clear(
    ctx: Context, older_than_s: int | None = None, *, fence: int | None = None
) -> tuple[KeptLook, ...]:
    """Take away looks that nobody asked for in so many seconds, or all of them.

    First none of them is served any more, with an entry in the audit; then the
    rows go, 5,000 in a transaction. Killed half-way, the next one goes on.
    """
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.cache.looks import retire
    from storage.jobs.lease import check_fence

    with ctx.store.reader() as reader:
        found = looks(reader, _before(ctx, older_than_s))
        told = _told(reader, found, ctx.store.engine)
    if found:
        with ctx.store.unit() as unit:
            if fence is not None:
                check_fence(unit, _LEASE, fence)
            change = Change(unit, actor_of(ctx), "cache.clear", "look")
            retire(unit, [look.id for look in found])
            for look in found:
                change.updated(
                    "past_view", look.id, {"complete": look.complete}, {"complete": 0}
                )
            change.close({"looks": len(found)})
    with ctx.store.reader() as reader:
        left = looks_without_head(reader)
    _drop(ctx, [*(look.id for look in found), *left], fence)
    return told


@service("cache:clear", writes=True)
def expire(ctx: Context, *, fence: int | None = None) -> int:
    """What the job does: looks go that nobody asked for in `cache.days` days, and
    rows of looks that facts took away; how many looks."""
    day = timedelta(days=1)
    seconds = lifetime(ctx) * int(day.total_seconds())
    return len(clear(ctx, seconds, fence=fence))


def note_asked(ctx: Context, look: int) -> None:
    """Keep, once a day, that somebody asked for a look. A store that cannot be
    written serves the look all the same."""
    from storage.cache.looks import asked_at
    from storage.cache.looks import note_asked as note

    if ctx.read_only:
        return
    with ctx.reader() as reader:
        if ctx.wall_us - asked_at(reader, look) < _AGAIN // _MICRO:
            return
    with suppress(BellbuoyError), ctx.store.unit(durable=False) as unit:
        note(unit, look, ctx.wall_us)


def _drop(ctx: Context, numbers: Sequence[int], fence: int | None) -> None:
    from storage.cache.looks import drop_some
    from storage.jobs.lease import check_fence

    for number in numbers:
        more = True
        while more:
            with ctx.store.unit(durable=False) as unit:
                if fence is not None:
                    check_fence(unit, _LEASE, fence)
                more = drop_some(unit, number)


def _before(ctx: Context, older_than_s: int | None) -> int | None:
    return None if older_than_s is None else ctx.wall_us - older_than_s * 1_000_000


def _days(found: dict[str, str]) -> int:
    return int(found.get(_SETTING, DAYS))


def _told(reader: Reader, found: Sequence[Look], engine: Engine) -> tuple[KeptLook, ...]:
    counts = {look.id: clients_of_look(reader, look.id) for look in looks(reader)}
    total = sum(counts.values())
    size = table_bytes(reader, engine, "past_client") if total else None
    return tuple(
        KeptLook(
            id=look.id,
            at=from_micros(look.as_of_us),
            known=bool(look.known),
            formula=look.config,
            clients=counts[look.id],
            bytes=None if size is None else size * counts[look.id] // total,
            computed=from_micros(look.computed_us),
            asked=from_micros(look.asked_us) if look.asked_us else None,
            state="kept" if look.complete else "half",
        )
        for look in found
    )

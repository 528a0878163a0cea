"""Short transactions of a long job: who may write, and whose marks still stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import sleep

from bellbuoy.services.context import Context
from storage.engine.reader import Rows
from storage.engine.unit import Unit
from storage.health.queue import Taken
from storage.health.score_days import carry_days
from storage.jobs.lease import check_fence
from storage.store.reads import settings
from storage.store.writes import put_setting

LEASE = "worker"
LOG_LEAST, LOG_MOST = 64 * 1024 * 1024, 256 * 1024 * 1024
"""A page that is written again and again goes into the store once each time that the
log is moved: a large store, of which more pages are at work, keeps a longer log. One
of 256 MB is still read in about a third of a second after a crash."""
_LOG_SHARE = 16
GAP_S = 0.003
"""Whoever waits to write looks each millisecond, and would find no gap without this."""
HELD_S = 0.5
"""A log that is long is moved after so many seconds of writing, not sooner: its
file keeps the length that it had."""

_NEWEST = "health.newest"
_CARRIED = 100

Begin = Callable[[], AbstractContextManager[Unit]]
"""Begins a unit of work."""


class Writing:
    """What every transaction of one job shares: how it begins, the fence of a worker
    that leads (None: nobody has to), and whether anybody else knows the store."""

    def __init__(
        self, ctx: Context, begin: Begin, fence: int | None, *, alone: bool = False
    ) -> None:
        self.begin = begin
        self._store, self._fence, self._alone = ctx.store, fence, alone
        self._held = 0.0

    def lead(self, unit: Unit) -> None:
        """Raise ConflictError where another worker has taken the lead."""
        if self._fence is not None:
            check_fence(unit, LEASE, self._fence)

    def tidy(self, held: float) -> None:
        """After a transaction of so many seconds: let others write, and keep the log
        short. That is for the leader to do, or who is alone."""
        if not self._alone:
            sleep(GAP_S)
        self._held += held
        if (self._fence is None and not self._alone) or self._held < HELD_S:
            return
        self._held = 0.0
        size = self._store.size()
        if size.log_bytes >= min(max(size.bytes // _LOG_SHARE, LOG_LEAST), LOG_MOST):
            self._store.checkpoint(truncate=False)


def newest_day(rows: Rows) -> int:
    """The newest day that is counted; 0 where none is."""
    return int(settings(rows).get(_NEWEST, 0))


def carry_to(writing: Writing, day: int) -> int:
    """See to it that days are counted up to `day`: those on which nothing was
    computed stand as the last one did. The newest day that is counted."""
    newest: int | None = None
    while newest is None or newest < day:
        with writing.begin() as unit:
            writing.lead(unit)
            before = int(settings(unit).get(_NEWEST, day))
            newest = max(before, min(day, before + _CARRIED))
            if before < newest:
                carry_days(unit, before, range(before + 1, newest + 1))
            put_setting(unit, _NEWEST, str(newest))
    return newest


def taken_of(ids: Sequence[int], taken: Taken) -> Taken:
    """The marks of a run of clients; both ascend."""
    first = bisect_left(taken, (ids[0], 0))
    return taken[first : bisect_left(taken, (ids[-1] + 1, 0))]


def moved_of(ids: Sequence[int], taken: Taken, now: Taken) -> set[int]:
    """Whose marks are not what they were when they were taken."""
    if taken == now:
        return set()
    before, after = dict(taken), dict(now)
    return {client for client in ids if before.get(client) != after.get(client)}

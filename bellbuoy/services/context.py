"""The one argument of every service: who asks, of which store, at which moment."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bellbuoy.services.clock import Clock, SystemClock, store_now
from bellbuoy.services.tracing import trace_of_now
from core.access.types import Viewer
from core.store.types import StoreInfo
from core.values.errors import NoDataError, RowError, UsageError
from core.values.instants import (
    day_end,
    day_text,
    from_local,
    local_day,
    parse_day,
    to_micros,
    zone,
)
from storage.engine.opening import open_store
from storage.engine.reader import Reader
from storage.engine.store import Store
from storage.store.reads import store_info


@dataclass(frozen=True)
class Context:
    """No function below guesses any of these.

    `as_of` is a past moment that the whole call looks at (None: the store's
    present); `as_known` leaves out what became known after it. `held` is a
    reader that the caller keeps open for the thread it runs on.
    """

    viewer: Viewer
    store: Store
    info: StoreInfo
    clock: Clock = field(default_factory=SystemClock)
    as_of: datetime | None = None
    as_known: bool = False
    seed: int = 0
    trace_id: str = field(default_factory=trace_of_now)
    read_only: bool = False
    held: Reader | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The store's time zone: it bounds days, windows and rollups."""
        return zone(self.info.timezone)

    @property
    def now(self) -> datetime:
        """The moment that answers hold at: the past one asked for, or the store's."""
        return self.as_of if self.as_of is not None else self.present

    @property
    def present(self) -> datetime:
        """The store's own present, whatever moment is looked at."""
        return store_now(self.info.clock, self.clock)

    @property
    def known_us(self) -> int | None:
        """What became known later is left out (microseconds); None: nothing is."""
        return to_micros(self.as_of) if self.as_known and self.as_of is not None else None

    @property
    def today(self) -> int:
        """The local day of `now`."""
        return local_day(self.now, self.zone)

    @property
    def wall_us(self) -> int:
        """The machine's time in microseconds: for leases, heartbeats and runs."""
        return to_micros(self.clock.now())

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """The held reader, or one for this call."""
        if self.held is not None:
            yield self.held
        else:
            with self.store.reader() as reader:
                yield reader

    def looking_at(self, as_of: datetime | None) -> Context:
        """The same context at another moment; None is the store's present."""
        return replace(self, as_of=as_of)

    def holding(self, reader: Reader) -> Context:
        return replace(self, held=reader)


def open_context(
    url: str,
    *,
    as_of: str | None = None,
    role: str | None = None,
    user: str | None = None,
    seed: int = 0,
    clock: Clock | None = None,
    read_only: bool = False,
    as_known: bool = False,
) -> Context:
    """Open a store for a viewer.

    An older store is migrated first, after a verified copy. In a single-user
    store whoever may open it is its owner, an admin; `role` looks through
    another role's eyes. Raises NotFoundError, UsageError or ConflictError for
    what is no store, or a newer one.
    """
    store = open_store(url)
    bring_up_to_date(store, read_only=read_only)
    with store.reader() as reader:
        info = store_info(reader, store.url)
    context = Context(
        viewer=Viewer(user or login_name(), role or "admin"),
        store=store,
        info=info,
        clock=clock or SystemClock(),
        seed=seed,
        read_only=read_only,
        as_known=as_known,
    )
    if as_of:
        context = context.looking_at(parse_as_of(context, as_of))
        refuse_gone(context)
    return context


def reread(context: Context) -> Context:
    """The same context with the store's settings of now: another process may have
    set its clock."""
    with context.reader() as reader:
        info = store_info(reader, context.store.url)
    return context if info == context.info else replace(context, info=info)


def bring_up_to_date(store: Store, *, read_only: bool) -> None:
    from storage.engine.version import SCHEMA

    found = store.schema()
    if found == SCHEMA:
        return
    if read_only:
        raise UsageError(
            f"{store.url} has an older form ({found}) and may not be written",
            "run: bellbuoy store migrate",
        )
    store.migrate()


def login_name() -> str:
    """The operating system's name of the user; `unknown` where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def parse_as_of(context: Context, text: str) -> datetime | None:
    """A day (its end), `now`, or an RFC 3339 instant; a future one is refused."""
    if text == "now":
        return None
    try:
        moment = _moment(text, context.zone)
    except (RowError, ValueError):
        raise UsageError(
            f"“{text}” is no day or time", "write 2024-06-30, 2024-06-30T14:00 or now"
        ) from None
    if moment > context.present:
        if local_day(moment, context.zone) == local_day(context.present, context.zone):
            return None
        raise UsageError(f"“{text}” lies ahead of the store's clock")
    return moment


def refuse_gone(context: Context) -> None:
    """Raise NoDataError for a look that needs raw rows which have gone by a retention
    policy: into the middle of a day, or at what was known then. Whole days stay."""
    from core.health.types import WINDOW
    from storage.retention.months import folded_until
    from storage.retention.reads import closed_day_of

    moment = context.as_of
    if moment is None:
        return
    with context.reader() as reader:
        cut, folded = closed_day_of(reader), folded_until(reader)
    if cut is None:
        return
    day = local_day(moment, context.zone)
    gone = f"raw rows up to {day_text(cut)} are no longer kept"
    if context.as_known:  # its windows, trends and last days of use reach back to any day
        raise NoDataError(f"{gone}: what was known then cannot be told", "drop --as-known")
    # History, which tells of windows that reach into folded months, knows whole days.
    whole = cut if folded is None else max(cut, folded + WINDOW - 1)
    if day <= whole and moment != day_end(day, context.zone):
        raise NoDataError(f"{gone}: that day is told as a whole", f"write {day_text(day)}")


def _moment(text: str, tz: ZoneInfo) -> datetime:
    if len(text) == 10:
        return day_end(parse_day(text), tz)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else from_local(moment, tz)

"""What happens to the rows of a query: what comes in, what leaves, what changes.

It waits for the store's own signal that somebody committed and reads the list again
then, at most once in PAUSE_S. Nothing is asked of a store in which nothing happens;
where time alone moves rows, as the clocks of incidents do, the list is read again every
so many seconds too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from bellbuoy.services import clients, incidents
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context, reread
from bellbuoy.services.lists import asked
from bellbuoy.services.snapshot import one_snapshot
from core.clients.types import ClientRow, Watched
from core.clients.watched import watched_of as watched_client
from core.incidents.types import Incident, WatchedIncident
from core.incidents.watched import watched_of as watched_incident
from core.query.fields import FieldSet
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS
from core.values.changes import RowChange, changes
from core.values.errors import UsageError
from core.values.page import Page

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Seen = TypeVar("Seen", bound=DataclassInstance)
else:
    Seen = TypeVar("Seen")

PAUSE_S = 0.5
_REST = 4
"""A list that takes long to read is left alone for so many times as long."""
_CHUNK = 1_000


class Keyed(Protocol):
    """A row of a list."""

    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=Keyed)
Wait = Callable[[float], bool]
"""Sleeps so many seconds and says whether to go on."""


@service("client:read")
def standing(ctx: Context, query: str) -> dict[str, Watched]:
    """The clients of a query by their public ids, in its order, read from one moment
    of the store."""

    def page(cursor: str | None) -> Page[ClientRow]:
        return clients.page(ctx, query, limit=_CHUNK, cursor=cursor)

    return _all(ctx, query, CLIENT_FIELDS, page, watched_client)


@service("incident:read")
def incidents_standing(ctx: Context, query: str) -> dict[str, WatchedIncident]:
    """The incidents of a query, in the same way."""

    def page(cursor: str | None) -> Page[Incident]:
        return incidents.page(ctx, query, limit=_CHUNK, cursor=cursor)

    return _all(ctx, query, INCIDENT_FIELDS, page, watched_incident)


def follow(
    ctx: Context, query: str, wait: Wait, *, begin: bool = False, every_s: float | None = None
) -> Iterator[RowChange[Watched] | None]:
    """Changes of clients as they come; None whenever all that is known has been told.

    `begin` tells the clients that there are first; `every_s` looks again after so many
    seconds though nobody wrote. Raises UsageError for a query that looks at a past day.
    """
    _refuse_past(ctx, query, CLIENT_FIELDS)
    return _followed(ctx, lambda held: standing(held, query), wait, begin, every_s)


def follow_incidents(
    ctx: Context, query: str, wait: Wait, *, begin: bool = False, every_s: float | None = None
) -> Iterator[RowChange[WatchedIncident] | None]:
    """The same of incidents."""
    _refuse_past(ctx, query, INCIDENT_FIELDS)
    return _followed(ctx, lambda held: incidents_standing(held, query), wait, begin, every_s)


def _all(
    ctx: Context,
    query: str,
    fields: FieldSet,
    page: Callable[[str | None], Page[Item]],
    watched: Callable[[Item], Seen],
) -> dict[str, Seen]:
    """All rows of a query, or as many as its `limit:` wants."""
    assert ctx.held is not None
    limited = asked(ctx, query, fields).directives.limit is not None
    found: dict[str, Seen] = {}
    with one_snapshot(ctx.held):
        read = page(None)
        while True:
            found |= {row.key: watched(row) for row in read.rows}
            if read.next is None or limited:
                return found
            read = page(read.next)


def _refuse_past(ctx: Context, query: str, fields: FieldSet) -> None:
    directives = asked(ctx, query, fields).directives
    if ctx.as_of is not None or directives.asof is not None:
        raise UsageError("a past day does not change", "drop asof: and --as-of")
    if directives.by:
        raise UsageError("by: makes groups, and no rows to watch", "drop by:")


def _followed(
    ctx: Context,
    look: Callable[[Context], dict[str, Seen]],
    wait: Wait,
    begin: bool,
    every_s: float | None,
) -> Iterator[RowChange[Seen] | None]:
    with ctx.store.reader() as reader:
        held = ctx.holding(reader)
        seen, at = reader.changes(), monotonic()
        before = look(held)
        took = monotonic() - at
        if begin:
            yield from changes({}, before, held.now, "stands")
        yield None
        while wait(max(PAUSE_S, _REST * took)):
            now = reader.changes()
            if now == seen and (every_s is None or monotonic() - at < every_s):
                continue
            seen, at = now, monotonic()
            held = reread(held)
            after = look(held)
            took = monotonic() - at
            yield from changes(before, after, held.now)
            before = after
            yield None

"""What happens to the clients of a query: who comes in, who leaves, what changes.

It waits for the store's own signal that somebody committed and reads the list again
then, at most once in PAUSE_S. Nothing is asked of a store in which nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bellbuoy.services import clients
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context, reread
from bellbuoy.services.lists import asked
from bellbuoy.services.snapshot import one_snapshot
from core.clients.types import ClientChange
from core.clients.watched import Watched, changes, watched_of
from core.query.nouns import CLIENT_FIELDS
from core.values.errors import UsageError

PAUSE_S = 0.5
_CHUNK = 1_000


@service("client:read")
def standing(ctx: Context, query: str) -> dict[str, Watched]:
    """The clients of a query by their public ids, in its order, read from one moment
    of the store."""
    found: dict[str, Watched] = {}
    assert ctx.held is not None
    with one_snapshot(ctx.held):
        page = clients.page(ctx, query, limit=_CHUNK)
        while True:
            found |= {row.key: watched_of(row) for row in page.rows}
            if page.next is None:
                return found
            page = clients.page(ctx, query, limit=_CHUNK, cursor=page.next)


def follow(
    ctx: Context, query: str, wait: Callable[[float], bool], *, begin: bool = False
) -> Iterator[ClientChange | None]:
    """Changes as they come; None whenever all that is known has been told.

    `wait` sleeps so many seconds and says whether to go on. `begin` tells the clients
    that there are first. Raises UsageError for a query that looks at a past day.
    """
    if ctx.as_of is not None or asked(ctx, query, CLIENT_FIELDS).directives.asof is not None:
        raise UsageError("a past day does not change", "drop asof: and --as-of")
    with ctx.store.reader() as reader:
        held = ctx.holding(reader)
        seen = reader.changes()
        before = standing(held, query)
        if begin:
            yield from changes({}, before, held.now, "stands")
        yield None
        while wait(PAUSE_S):
            now = reader.changes()
            if now == seen:
                continue
            seen = now
            held = reread(held)
            after = standing(held, query)
            yield from changes(before, after, held.now)
            before = after
            yield None

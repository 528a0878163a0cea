"""How many clients of a list have changed since somebody looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bellbuoy.services import clients
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import asked
from bellbuoy.services.looks import last
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import conjunction
from core.query.types import Clause, Keyword

COUNTED = 10_000
_SINCE_LOOK = Clause("changed", "eq", (Keyword("look"),))


@dataclass(frozen=True, slots=True)
class Changed:
    """How many rows of a list have changed since somebody looked; `more`: at least."""

    since: datetime
    n: int
    more: bool


@service("client:read")
def changed(ctx: Context, query: str) -> Changed | None:
    """How many clients of a query have changed since the viewer's last look, counted no
    further than COUNTED; None: there was none, or a past day is looked at."""
    request = asked(ctx, query, CLIENT_FIELDS)
    if request.ctx.as_of is not None:
        return None
    parts = [] if request.query.where is None else [request.query.where]
    narrowed = replace(request.query, where=conjunction([*parts, _SINCE_LOOK]))
    with ctx.reader() as reader:
        since_then = last(ctx.holding(reader))
        if since_then is None:
            return None
        listing = clients.listed(replace(request, query=narrowed), reader, None).window.listing
        n = listing.count_to(reader, COUNTED + 1)
    return Changed(since_then, min(n, COUNTED), n > COUNTED)

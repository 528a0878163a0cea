"""The incidents of a query, whole: with their steps, links and spans."""

from __future__ import annotations

from collections.abc import Iterator

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.reading import page
from bellbuoy.services.lists import asked
from bellbuoy.services.snapshot import one_snapshot
from core.incidents.types import Incident, WholeIncident
from core.query.nouns import INCIDENT_FIELDS
from core.values.errors import UsageError
from core.values.instants import to_micros
from storage.engine.reader import Reader
from storage.incidents.reads import spans_of_these, steps_of_these

_CHUNK = 500


@service("incident:read")
def export(ctx: Context, query: str = "", sort: str | None = None) -> Iterator[WholeIncident]:
    """All incidents of a query in its order, from one moment of the store, a portion in
    memory at a time; those of simulations are left out. Raises QueryError; UsageError
    for groups."""
    request = asked(ctx, query, INCIDENT_FIELDS, sort)
    if request.directives.by:
        raise UsageError("by: makes groups, and no incidents", "drop by:")
    return _export(ctx, query, sort, request.directives.limit)


def _export(
    ctx: Context, query: str, sort: str | None, limit: int | None
) -> Iterator[WholeIncident]:
    with ctx.reader() as reader, one_snapshot(reader):
        held = ctx.holding(reader)
        cursor: str | None = None
        while True:
            found = page(held, query, sort=sort, limit=_CHUNK, cursor=cursor)
            # A query may look at a day of its own.
            at = asked(held, query, INCIDENT_FIELDS, sort).ctx
            yield from _whole(reader, found.rows, to_micros(at.now))
            cursor = found.next
            if cursor is None or limit is not None:
                return


def _whole(
    reader: Reader, found: tuple[Incident, ...], until_us: int
) -> Iterator[WholeIncident]:
    # What a run of a simulation has opened is no fact: elsewhere it would be taken for one.
    found = tuple(each for each in found if not each.simulated)
    numbers = [each.id for each in found]
    steps = steps_of_these(reader, numbers, until_us)
    spans = spans_of_these(reader, numbers, until_us)
    for each in found:
        yield WholeIncident(
            each,
            steps.get(each.id, ()),
            spans.get(each.id, ()),
        )

"""Which playbooks fit which clients, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import RADAR_QUERY, listed
from bellbuoy.services.context import Context
from bellbuoy.services.lists import Asked, ListWindow, asked, query_context
from bellbuoy.services.playbooks.definitions import known
from core.clients.types import ClientRow
from core.playbooks.fitting import fit_of
from core.playbooks.reading import condition_of
from core.playbooks.types import Fit, Playbook, Suggestion
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import conjunction
from core.query.references import bind, lookups
from core.query.types import Directives, Node, Query
from core.values.errors import BellbuoyError, UsageError
from storage.desk.clients import numbers_of
from storage.engine.reader import Rows
from storage.playbooks import reads
from storage.query.listing import Listing
from storage.query.references import references

SHOWN = 50


@service("playbook:read")
def suggest(ctx: Context, query: str | None = None, limit: int = SHOWN) -> list[Suggestion]:
    """The clients of a query (None: those at risk) that a playbook fits, the largest ARR
    first, at most `limit`. A playbook that a client follows now is not suggested to it.
    Raises QueryError; UsageError for a past day, an order or groups."""
    request = asked(ctx, RADAR_QUERY if query is None else query, CLIENT_FIELDS)
    if request.ctx.as_of is not None:
        raise UsageError("what fits now has no past day", "drop asof: or --as-of")
    if request.directives != Directives():
        raise UsageError("suggestions have one order", "drop sort:, by: and limit:")
    with ctx.reader() as reader:
        found: dict[int, tuple[int, str]] = {}
        for playbook, tree in _conditions(ctx, reader):
            parts = [tree] if request.query.where is None else [request.query.where, tree]
            listing = _listing(ctx, reader, conjunction(parts))
            for number, key, arr in reads.fitting(reader, listing, playbook.name, limit):
                found[number] = (-arr, key)
        first = sorted(found, key=lambda number: found[number])[:limit]
        return _suggestions(ctx, reader, first)


@service("playbook:read")
def of_clients(ctx: Context, keys: Sequence[str]) -> list[Suggestion]:
    """The same for clients by their public ids, in their order; also those that nothing
    fits. Ids that there are not are left out."""
    with ctx.reader() as reader:
        there = numbers_of(reader, keys)
        return _suggestions(ctx, reader, [there[key] for key in keys if key in there])


def _conditions(ctx: Context, rows: Rows) -> Iterator[tuple[Playbook, Node]]:
    """Every playbook with its condition, its references looked up. One that was kept
    when the fields were others fits nobody; `playbook show` says why."""
    context = query_context(ctx)
    for playbook in known(rows):
        try:
            tree = condition_of(playbook, context)
        except BellbuoyError:
            continue
        wanted = lookups(tree, CLIENT_FIELDS, context)
        yield playbook, bind(tree, CLIENT_FIELDS, context, references(rows, wanted))


def _listing(
    ctx: Context, rows: Rows, tree: Node | None, clients: Sequence[int] | None = None
) -> Listing:
    """The clients of a condition, or those of some that it finds."""
    return _list(ctx, rows, tree, clients).listing


def _list(
    ctx: Context, rows: Rows, tree: Node | None, clients: Sequence[int] | None
) -> ListWindow[ClientRow]:
    request = Asked(ctx, Query(tree, Directives()), Directives())
    extra = ("", {}) if clients is None else reads.only(clients)
    return listed(request, rows, None, extra).window


def _suggestions(ctx: Context, rows: Rows, clients: Sequence[int]) -> list[Suggestion]:
    if not clients:
        return []
    window = _list(ctx, rows, None, clients)
    raw = window.listing.page(rows, None, len(clients))
    described = {row.id: row for row in window.describe(rows, raw)}
    running = reads.running_among(rows, clients)
    fits: dict[int, list[Fit]] = {client: [] for client in clients}
    context = query_context(ctx)
    for playbook, tree in _conditions(ctx, rows):
        listing = _listing(ctx, rows, tree, clients)
        for number, _key, _arr in reads.fitting(rows, listing, playbook.name, len(clients)):
            fits[number].append(fit_of(playbook, tree, described[number], context, ctx.now))
    return [_suggestion(described[each], fits[each], running.get(each, ())) for each in clients]


def _suggestion(row: ClientRow, fits: list[Fit], follows: tuple[str, ...]) -> Suggestion:
    ordered = sorted(fits, key=lambda fit: (-fit.points, fit.playbook.name))
    return Suggestion(
        row.key, row.name, row.owner, row.tier, row.score, row.arr, tuple(ordered), follows
    )

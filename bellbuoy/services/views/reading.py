"""Which views somebody has, and what each shows."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from bellbuoy.services import clients, incidents
from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from core.query.errors import nearest
from core.query.nouns import FIELD_SETS
from core.query.parse import parse
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_text
from core.views.names import apart, name_key
from core.views.starters import starters
from core.views.types import PLACES, View
from core.views.wording import query_of
from storage.engine.reader import Rows
from storage.views.reads import visible

MOST_COUNTED = 10_000
"""Counts of views end here: a menu must not wait for a million rows."""


@service("view:read")
def listed(ctx: Context, noun: str | None = None) -> tuple[View, ...]:
    """One's own views, then those that are shared with one's role, then the starters
    whose names nobody has taken; of all lists that one may read, or of one noun."""
    with ctx.reader() as reader:
        found = _all(ctx, reader)
    return tuple(view for view in found if noun is None or view.noun == noun)


@service("view:read")
def find(ctx: Context, name: str, noun: str | None = None) -> View:
    """The view that a name means: one's own, else a shared one, else a starter;
    `OWNER/NAME` is that of somebody. Raises NotFoundError, and UsageError for one of
    another noun than the one that is asked for."""
    with ctx.reader() as reader:
        found = meant(_all(ctx, reader), name)
    if noun is not None and found.noun != noun:
        raise UsageError(
            f"view “{found.name}” is one of {found.noun}s, not of {noun}s",
            f"bellbuoy {PLACES[found.place].command} --view {shlex.quote(found.name)}",
        )
    return found


def meant(views: Iterable[View], spoken: str) -> View:
    """Of views in the order of their precedence the one that is meant."""
    known = tuple(views)
    owner, name = apart(spoken)
    key = name_key(name)
    for view in known:
        if name_key(view.name) == key and owner in (None, view.owner):
            return view
    names = tuple(dict.fromkeys(name_key(view.name) for view in known))
    raise NotFoundError(
        f"no view “{spoken}”", nearest(spoken, names) or "views: bellbuoy view list"
    )


def _all(ctx: Context, rows: Rows) -> list[View]:
    viewer = ctx.viewer
    every = allowed(ctx, "view:all")
    kept = visible(rows, viewer.name, viewer.role, all_shared=every)
    taken = {name_key(view.name) for view in kept}
    shipped = [
        view for view in starters(day_text(ctx.today)[:7]) if name_key(view.name) not in taken
    ]
    return [view for view in (*kept, *shipped) if allowed(ctx, f"{view.noun}:read")]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list is asked for to show a view: the query with its order and groups, and
    the columns of rows, none where the query or the list itself says which."""

    query: str
    columns: tuple[str, ...]


def shown(ctx: Context, view: View, extra: str = "") -> Shown:
    """How a view is asked for, narrowed by another query: conditions of both hold, and
    how that one sorts, groups and cuts counts before the view. Raises QueryError."""
    fields, context = FIELD_SETS[view.noun], query_context(ctx)
    query = query_of(view, fields, context, extra)
    said = parse(query, fields, context).directives
    return Shown(query, () if said.by or said.cols else view.columns)


def command_line(ctx: Context, view: View) -> str:
    """The command that shows what a view shows, without its name."""
    found = shown(ctx, view)
    query = f" {shlex.quote(found.query)}" if found.query or view.place == "radar" else ""
    columns = f" --cols {','.join(found.columns)}" if found.columns else ""
    return f"bellbuoy {PLACES[view.place].command}{query}{columns}"


@service("view:read")
def count(ctx: Context, view: View, most: int = MOST_COUNTED) -> int:
    """How many rows a view finds, `most` where there are that many or more. Raises
    QueryError for a view whose query does not hold any more."""
    found: clients.ClientList | incidents.IncidentList
    if view.noun == "client":
        found = clients.window(ctx, view.query)
    else:
        found = incidents.window(ctx, view.query)
    with ctx.reader() as reader:
        return found.window.listing.count_to(reader, min(most, found.directives.limit or most))

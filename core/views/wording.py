"""A view and the text of its query: read and checked, written out, narrowed further."""

from __future__ import annotations

from dataclasses import replace

from core.query.context import QueryContext
from core.query.fields import FieldSet
from core.query.parse import conjunction, parse
from core.query.types import Directives, Query
from core.query.write import to_text
from core.values.errors import UsageError
from core.views.names import checked_name
from core.views.types import PLACES, View

LONGEST_QUERY = 2_000
LEAST_REFRESH_S, MOST_REFRESH_S = 5, 3_600
Sort = tuple[tuple[str, bool], ...]


def checked(view: View, fields: FieldSet, context: QueryContext) -> View:
    """The view as it is kept: what its query says of order, groups and columns stands
    in parts of their own, names of fields are those of the list.

    A part that is given counts before what the query says. Raises UsageError
    (QueryError for the query) for what does not hold.
    """
    if len(view.query) > LONGEST_QUERY:
        raise UsageError(f"the query of a view has at most {LONGEST_QUERY:,} characters")
    asked = parse(view.query, fields, context)
    said = asked.directives
    sort = _parsed("sort", view.sort, fields, context).sort or said.sort
    by = _parsed("by", view.by, fields, context).by or said.by
    return replace(
        view,
        name=checked_name(view.name),
        query=to_text(Query(asked.where, Directives(limit=said.limit, asof=said.asof))),
        columns=_columns(view.columns or said.cols, view.place, fields),
        sort=sort_text(sort),
        by=",".join(by),
        refresh_s=_pace(view.refresh_s),
    )


def _parsed(word: str, text: str, fields: FieldSet, context: QueryContext) -> Directives:
    return parse(f"{word}:{text}" if text else "", fields, context).directives


def sort_text(sort: Sort) -> str:
    """As it stands behind `sort:`: `-arr,name`."""
    return ",".join(f"-{name}" if down else name for name, down in sort)


def _columns(names: tuple[str, ...], place: str, fields: FieldSet) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        field = fields.find(name)
        if field is None and name not in PLACES[place].columns:
            raise UsageError(f"no column “{name}”", fields.nearest(name))
        found.append(name if field is None else field.name)
    if len(found) != len(set(found)):
        raise UsageError("a column is named twice")
    return tuple(found)


def _pace(seconds: int) -> int:
    if seconds and not LEAST_REFRESH_S <= seconds <= MOST_REFRESH_S:
        raise UsageError(
            f"a view is refreshed each {LEAST_REFRESH_S} to {MOST_REFRESH_S:,} seconds",
            "--refresh 30s; 0s: as the list does by itself",
        )
    return seconds


def query_of(view: View, fields: FieldSet, context: QueryContext, extra: str = "") -> str:
    """The query that shows the rows of a view, or its groups, on a command line.

    `extra` narrows it: its conditions hold too, its directives count before those of
    the view. The columns of rows are no part of the text: a list has some that the
    language does not name. Raises QueryError.
    """
    own, more = parse(view.query, fields, context), parse(extra, fields, context)
    where = conjunction([each.where for each in (own, more) if each.where is not None])
    said = more.directives
    by = said.by or _parsed("by", view.by, fields, context).by
    cols = said.cols or (_figures(view, fields) if by else ())
    sort = said.sort or _parsed("sort", view.sort, fields, context).sort
    if by and not said.sort:
        sort = tuple(each for each in sort if each[0] in (*by, *_measured(cols, fields)))
    limit, asof = own.directives.limit, own.directives.asof
    return to_text(
        Query(where, Directives(sort, by, cols, said.limit or limit, said.asof or asof))
    )


def _figures(view: View, fields: FieldSet) -> tuple[str, ...]:
    """The columns of a view that groups have a figure of; else the usual ones."""
    known = tuple(name for name in view.columns if fields.find(name) is not None)
    return _measured(known, fields) or PLACES[view.place].figures


def _measured(names: tuple[str, ...], fields: FieldSet) -> tuple[str, ...]:
    return tuple(name for name in names if fields[name].type in ("money", "number"))

"""Groups of a view, and the query that finds the rows of one of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.groups import GroupWish, client_groups, incident_groups
from bellbuoy.services.lists import query_context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.views.reading import shown
from core.analytics.types import Group, Grouped, Key
from core.query.fields import Field
from core.query.nouns import FIELD_SETS
from core.query.parse import conjunction, parse
from core.query.types import (
    Amount,
    Clause,
    Keyword,
    Month,
    Number,
    Query,
    Reference,
    Value,
    Word,
)
from core.query.write import to_text
from core.values.money import Money, exponent
from core.views.types import View

MOST_GROUPS = 1_000
"""So many are listed; what is beyond stands in one line."""


@service("client:read")
def groups_of(
    ctx: Context,
    view: View,
    sort: str | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Grouped:
    """The groups of a view of clients, with their ARR and average health, or of one of
    incidents; `sort` is as behind --sort. Raises QueryError."""
    wish = GroupWish(sort=sort, limit=MOST_GROUPS)
    query = shown(ctx, view).query
    if view.noun == "incident":
        return incident_groups(ctx, query, wish)
    return client_groups(ctx, query, wish, progress=progress, cancelled=cancelled)


def rows_of_group(ctx: Context, view: View, group: Group | None) -> str:
    """The query of a view, narrowed to the rows of one of its groups; None: of all."""
    fields, context = FIELD_SETS[view.noun], query_context(ctx)
    base = parse(view.query, fields, context)
    parts = [] if base.where is None else [base.where]
    if group is not None:
        by = parse(f"by:{view.by}", fields, context).directives.by
        parts += [
            clause_of(fields[name], key) for name, key in zip(by, group.keys, strict=True)
        ]
    return to_text(Query(conjunction(parts), replace(base.directives, by=())))


def clause_of(field: Field, key: Key) -> Clause:
    """The condition that a row has this key."""
    return Clause(field.name, "eq", (_value(field, key),))


def _value(field: Field, key: Key) -> Value:
    """A key of a group as a query names it."""
    match key:
        case None:
            return Keyword("none")
        case bool():
            return Word("yes" if key else "no")
        case int():
            return Number(Decimal(key))
        case Money():
            return Amount(Decimal(key.minor).scaleb(-exponent(key.currency)), key.currency)
        case Reference():
            return Word(key.key)
        case _ if field.type in ("day", "instant"):
            year, month = key.split("-")
            return Month(int(year), int(month))
        case _:
            return Word(key)

"""What a field of a list holds, with how many rows of a query have each value."""

from __future__ import annotations

from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.groups import GroupWish, client_groups, incident_groups
from bellbuoy.services.lists import query_context
from bellbuoy.services.views.groups import clause_of
from core.query.fields import FieldSet
from core.query.nouns import FIELD_SETS
from core.query.parse import parse
from core.query.types import Query
from core.query.write import to_text
from core.values.errors import UsageError
from core.views.types import Facet, Facets

MOST = 200
_TYPES = ("enum", "text", "reference", "flag", "day", "instant")
_SINGLE = ("id", "name", "title")
"""Every row has its own: nobody chooses one from a list."""


def facet_fields(noun: str) -> tuple[str, ...]:
    """The fields whose values can be chosen from."""
    fields = FIELD_SETS[noun]
    return tuple(
        field.name
        for field in fields.fields
        if field.type in _TYPES
        and field.name not in _SINGLE
        and (field.grouped or not field.many)
    )


def typed_field(noun: str, text: str) -> tuple[str, str]:
    """(`rest`, `field`) of a query that is being typed: the field of its last word, and
    what stands before that word; the field empty where the word names none."""
    rest, _, word = text.rpartition(" ")
    name = word.lstrip("-(").partition(":")[0]
    field = FIELD_SETS[noun].find(name)
    if field is None:
        return text.strip(), ""
    return rest.strip(), field.name


@service("fields:read")
def facets(ctx: Context, noun: str, rest: str, field: str) -> Facets:
    """The values of a field among the rows of a query, the most frequent first, days by
    month. Raises QueryError for a query that does not hold, UsageError for a field
    whose values are not told one by one."""
    authorise(ctx, f"{noun}:read")
    fields = FIELD_SETS[noun]
    if field not in facet_fields(noun):
        known = ", ".join(facet_fields(noun))
        raise UsageError(f"values of {field} are not told one by one", f"fields: {known}")
    query = _by(ctx, fields, rest, field)
    wish = GroupWish(sort="-n", limit=MOST)
    read = client_groups if noun == "client" else incident_groups
    found = read(ctx, query, wish)
    told = tuple(
        Facet(to_text(clause_of(fields[field], group.keys[0])), group.keys[0], group.n)
        for group in found.groups
    )
    return Facets(field, told, found.totals.n, found.more)


def _by(ctx: Context, fields: FieldSet, rest: str, field: str) -> str:
    """The conditions of a query alone, grouped by a field."""
    asked = parse(rest, fields, query_context(ctx))
    directives = parse(f"by:{field}", fields, query_context(ctx)).directives
    return to_text(Query(asked.where, directives))

"""The moment that a query asks about changes since."""

from __future__ import annotations

from core.query.context import QueryContext
from core.query.fields import FieldSet
from core.query.meaning import Within, meaning
from core.query.types import And, Clause, Node


def since(
    node: Node | None, field: str, fields: FieldSet, context: QueryContext
) -> int | float | None:
    """The lower bound that a field has in every row of a query, the latest where it has
    several; None: it has none."""
    if isinstance(node, And):
        found = (since(part, field, fields, context) for part in node.parts)
        return max((each for each in found if each is not None), default=None)
    if not isinstance(node, Clause) or node.field != field:
        return None
    match meaning(node, fields, context):
        case ((Within(low=low),), ()):
            return low
    return None

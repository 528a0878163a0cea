"""What every row of a query holds in one field, so that an index of texts narrows it."""

from __future__ import annotations

from core.query.context import QueryContext
from core.query.fields import FieldSet
from core.query.meaning import Like, meaning
from core.query.types import And, Clause, Node, Text


def sought(
    node: Node | None, field: str, fields: FieldSet, context: QueryContext
) -> tuple[str, ...]:
    """Folded texts that the field of each row holds somewhere; there may be more."""
    if isinstance(node, And):
        return tuple(
            text for part in node.parts for text in sought(part, field, fields, context)
        )
    if not isinstance(node, Clause | Text):
        return ()
    match meaning(node, fields, context).any_of:
        case (Like(held, _, text),) if held.name == field and text:
            return (text,)
    return ()

"""The fields of lists, for help and completion."""

from __future__ import annotations

from core.alerts.fields import ALERT_FIELDS, JOB_FIELDS, STORE_FIELDS
from core.desk.fields import INTERACTION_FIELDS, TASK_FIELDS
from core.purchases.fields import PURCHASE_FIELDS
from core.query.complete import complete
from core.query.fields import Field, FieldSet
from core.query.nouns import FIELD_SETS
from core.query.types import FieldInfo
from core.values.errors import NotFoundError

_OTHERS = (
    INTERACTION_FIELDS, TASK_FIELDS, PURCHASE_FIELDS, ALERT_FIELDS, JOB_FIELDS, STORE_FIELDS,
)  # fmt: skip
_BY_NAME = {**FIELD_SETS, **{f.noun: f for f in _OTHERS}}
"""Beside the lists of facts those that people write, and what rules ask about."""


def fields(noun: str | None = None) -> tuple[FieldInfo, ...]:
    """The fields of a noun, or of all: name, type, what it means, what it takes.

    Raises NotFoundError for a noun without a list.
    """
    if noun is None:
        return tuple(info for each in FIELD_SETS for info in fields(each))
    return tuple(_info(noun, field) for field in field_set(noun).fields)


def field_set(noun: str) -> FieldSet:
    """The fields of a noun. Raises NotFoundError that lists the nouns."""
    found = _BY_NAME.get(noun)
    if found is None:
        raise NotFoundError(f"no list of “{noun}”", "lists: " + ", ".join(_BY_NAME))
    return found


def _info(noun: str, field: Field) -> FieldInfo:
    return FieldInfo(
        noun=noun,
        name=field.name,
        type=field.type,
        label=field.label,
        doc=field.doc,
        aliases=field.aliases,
        values=field.allowed,
        ops=field.ops,
    )


def query_starting(noun: str, partial: str) -> list[str]:
    """How a query that begins so can go on, for completion."""
    found = _BY_NAME.get(noun)
    if found is None:
        return []
    return [
        partial[: each.start] + each.text + partial[each.end :]
        for each in complete(partial, len(partial), found)
    ]

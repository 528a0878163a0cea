"""What to group by, and what to work out over each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analytics.types import How, Measure
from core.query.fields import Field, FieldSet
from core.values.errors import UsageError

_ADDED = ("number", "money")
_ORDERED = ("number", "money", "day", "instant")


@dataclass(frozen=True, slots=True)
class Plan:
    """Fields of one noun: those grouped by, and the measures, each once."""

    fields: FieldSet
    by: tuple[Field, ...]
    measures: tuple[Measure, ...]

    @property
    def measured(self) -> tuple[Field, ...]:
        """The stored fields behind the measures, each once."""
        names = dict.fromkeys(self.fields[m.field].reads for m in self.measures)
        return tuple(self.fields[name] for name in names)

    @property
    def rounded(self) -> bool:
        """Whether sums are divided before they are shown: MRR, a twelfth of ARR."""
        return any(m.how == "sum" and self.fields[m.field].per > 1 for m in self.measures)


def plan_of(fields: FieldSet, by: Sequence[str], measures: Sequence[Measure]) -> Plan:
    """The plan of field names or aliases. Raises UsageError for a field that there is
    not, or that has no such figure."""
    found: dict[str, Measure] = {}
    for measure in measures:
        field = fields.find(measure.field)
        if field is None:
            otherwise = fields.nearest(measure.field) or f"bellbuoy fields {fields.noun}"
            raise UsageError(f"unknown field “{measure.field}”", otherwise)
        _check(measure.how, field, fields)
        named = Measure(measure.how, field.name)
        found[named.key] = named
    return Plan(fields, tuple(fields[name] for name in by), tuple(found.values()))


def _check(how: How, field: Field, fields: FieldSet) -> None:
    fitting = _ADDED if how in ("sum", "avg") else _ORDERED
    if field.type in fitting and not field.share:
        return
    good = ", ".join(f.name for f in fields.fields if f.type in fitting and not f.share)
    hint = f"{how} is of {good}" if good else f"no field of {fields.noun}s has one"
    raise UsageError(f"there is no {how} of {field.name}", hint)

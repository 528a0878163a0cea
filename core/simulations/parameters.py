"""What can be set of a scenario, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.values.errors import UsageError

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number from `low` to `high`; `unit` is `%`, `d`, or nothing for a count."""

    name: str
    meaning: str
    default: int
    low: int
    high: int
    unit: str = ""


def settled(parameters: Sequence[Parameter], given: Values) -> dict[str, int]:
    """Each parameter with its value, in their order. Raises UsageError for a name that is
    none of them, and for a value out of its bounds."""
    names = [each.name for each in parameters]
    for name in given:
        if name not in names:
            there = ", ".join(names) or "it has none"
            raise UsageError(f"no parameter “{name}”", f"parameters: {there}")
    found = {each.name: given.get(each.name, each.default) for each in parameters}
    for each in parameters:
        if not each.low <= found[each.name] <= each.high:
            raise UsageError(
                f"{each.name} takes {each.low:,} to {each.high:,}{each.unit}", each.meaning
            )
    return found

"""What a list can be asked about: one registry for queries, completion and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.query.errors import nearest
from core.query.types import Op

FieldType = Literal["text", "number", "money", "day", "instant", "enum", "flag", "reference"]
_TEXT_OPS: tuple[Op, ...] = ("eq", "ne", "like", "starts", "ends", "matches")
_ORDER_OPS: tuple[Op, ...] = ("eq", "ne", "lt", "le", "gt", "ge")
FLAG_WORDS = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a noun.

    `allowed` are the stored tokens of an enum, `short` other ways to write them.
    `future` tells what a span means: time left (True), time since (False), or
    that none fits (None). `share`: a number 0..1 that may be written in percent.
    `of` names the field whose stored value this one reads, which is `per` times
    as large (MRR reads ARR, 12). `people`: a reference to users, where `me` fits.
    `is_name`: bare words look here. `many`: a row may have several values; a test
    holds where it holds of one of them. `looked`: an instant behind, where `look` fits.
    `grouped`: of many values, a row stands in the group of each.
    """

    name: str
    type: FieldType
    label: str
    doc: str
    allowed: tuple[str, ...] = ()
    short: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    future: bool | None = None
    share: bool = False
    of: str = ""
    per: int = 1
    people: bool = False
    is_name: bool = False
    many: bool = False
    looked: bool = False
    grouped: bool = False

    @property
    def reads(self) -> str:
        """The name under which a row and a table hold the value."""
        return self.of or self.name

    @property
    def ordered(self) -> bool:
        """Whether `<`, `>` and ranges fit."""
        return self.type in ("number", "money", "day", "instant")

    @property
    def ops(self) -> tuple[Op, ...]:
        if self.ordered:
            return _ORDER_OPS
        return _TEXT_OPS if self.type in ("text", "reference") else ("eq", "ne")


@dataclass(frozen=True)
class FieldSet:
    """The fields of one noun (`client`, `incident`, …), in order of display."""

    noun: str
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        spoken = [name for f in self.fields for name in (f.name, *f.aliases)]
        if len(spoken) != len(set(spoken)):
            raise ValueError(f"two fields of {self.noun} share a name")
        if any(f.of and f.of not in spoken for f in self.fields):
            raise ValueError(f"a field of {self.noun} reads one that is not there")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    @property
    def searched(self) -> tuple[Field, ...]:
        """The fields that bare words look in."""
        return tuple(f for f in self.fields if f.is_name)

    def find(self, name: str) -> Field | None:
        """The field of a name or alias, in any case of letters."""
        wanted = name.lower()
        return next((f for f in self.fields if wanted in (f.name, *f.aliases)), None)

    def __getitem__(self, name: str) -> Field:
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def nearest(self, name: str) -> str:
        """`did you mean …?`, or nothing when no field is close."""
        return nearest(name, tuple(n for f in self.fields for n in (f.name, *f.aliases)))

"""A query as a typed tree (SCREENS 3): what was asked, not yet for which day.

Dates stay as they were written (`today-7d`, `30d`): the same tree means other
days tomorrow. Places in the text (`at`, from 1) take no part in comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "like", "starts", "ends", "matches"]
KeywordName = Literal["me", "none", "any", "past", "look"]
Unit = Literal["min", "h", "d", "w", "mo", "y"]


@dataclass(frozen=True, slots=True)
class Word:
    """Text, or the stored token of an enum (`at_risk`) or a flag (`yes`, `no`)."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Keyword:
    """`me`, `none` (missing), `any` (present, also written `*`), `past`, `look` (since
    one's own last look at the list)."""

    name: KeywordName


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; a percentage is its hundredth."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in major units; no currency is the base currency of the store."""

    value: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """`30d`: time left on fields that lie ahead, time since on those behind."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Today:
    """`today`, or `back` days before it."""

    back: int = 0


@dataclass(frozen=True, slots=True)
class Now:
    """This instant."""


@dataclass(frozen=True, slots=True)
class Day:
    """A whole local day, as an epoch day."""

    day: int


@dataclass(frozen=True, slots=True)
class Month:
    """All days of a month."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of local time: `minute` 0..1439 of an epoch day."""

    day: int
    minute: int


Date = Today | Now | Day | Month | Minute
Scalar = Word | Number | Amount | Span | Date


@dataclass(frozen=True, slots=True)
class Between:
    """A range with both ends included; at most one end is open."""

    low: Scalar | None
    high: Scalar | None


@dataclass(frozen=True, slots=True)
class Found:
    """A word (or `me`) on a reference, and the keys that it was found to mean."""

    written: Word | Keyword
    keys: tuple[str, ...]


Value = Scalar | Keyword | Between | Found


@dataclass(frozen=True, slots=True)
class Clause:
    """`field op value, value …`: one of the values (with `ne`: none of them)."""

    field: str
    op: Op
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A bare word or phrase, looked for in the name fields."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = And | Or | Not | Clause | Text


@dataclass(frozen=True, slots=True)
class Directives:
    """How to show what was found. `sort` holds (field, descending), first key first."""

    sort: tuple[tuple[str, bool], ...] = ()
    by: tuple[str, ...] = ()
    cols: tuple[str, ...] = ()
    limit: int | None = None
    asof: Date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """`where` None: all rows. `text` is what was typed."""

    where: Node | None = None
    directives: Directives = Directives()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A row that a value may name: its public id and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A completion: `text` replaces the characters `start` to `end` (from 0)."""

    text: str
    start: int
    end: int
    doc: str = ""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field as help shows it: what it is, and what may be asked of it."""

    noun: str
    name: str
    type: str
    label: str
    doc: str
    aliases: tuple[str, ...]
    values: tuple[str, ...]
    ops: tuple[Op, ...]

"""Facts in columns: what comes a million times is not made into a million objects.

Each class is a sequence of facts: its length, an item, a slice (which stays
columns) and iteration give what a list of the facts would. Lists of one length
stand behind it, and nobody changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar, overload

from core.events.types import DayTotalFact, EventFact, Fact
from core.values.errors import RowError
from core.values.instants import from_micros, to_micros

FactT = TypeVar("FactT", EventFact, DayTotalFact)
Columns = tuple[list[Any], ...]


class _InColumns(Sequence[FactT], Generic[FactT]):
    """A sequence of facts over lists that stand in the order of `columns`."""

    __slots__ = ()

    @property
    def columns(self) -> Columns:
        raise NotImplementedError

    @classmethod
    def made(cls, columns: Iterable[list[Any]]) -> _InColumns[FactT]:
        """Of columns in the order of `columns`."""
        return cls(*columns)

    @staticmethod
    def fact(*values: Any) -> FactT:
        """The fact of one value a column."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> FactT: ...
    @overload
    def __getitem__(self, at: slice) -> _InColumns[FactT]: ...
    def __getitem__(self, at: int | slice) -> FactT | _InColumns[FactT]:
        if isinstance(at, slice):
            return self.made(column[at] for column in self.columns)
        return self.fact(*[column[at] for column in self.columns])

    def __iter__(self) -> Iterator[FactT]:
        return map(self.fact, *self.columns)

    def picked(self, places: Sequence[int]) -> _InColumns[FactT]:
        """The facts at some places, in their order."""
        return self.made([column[at] for at in places] for column in self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class EventColumns(_InColumns[EventFact]):
    """Increments; `at_us` are microseconds since 1970."""

    external_ids: list[str]
    clients: list[str]
    at_us: list[int]
    kinds: list[str]
    values: list[int]
    payloads: list[str | None]

    @property
    def columns(self) -> Columns:
        return (
            self.external_ids, self.clients, self.at_us, self.kinds, self.values,
            self.payloads,
        )  # fmt: skip

    @staticmethod
    def fact(*values: Any) -> EventFact:
        external_id, client, at_us, kind, value, payload = values
        return EventFact(external_id, client, from_micros(at_us), kind, value, payload)

    @classmethod
    def of(cls, facts: Sequence[EventFact]) -> EventColumns:
        """The same facts in columns."""
        if isinstance(facts, EventColumns):
            return facts
        return cls(
            [fact.external_id for fact in facts],
            [fact.client for fact in facts],
            [to_micros(fact.at) for fact in facts],
            [fact.kind for fact in facts],
            [fact.value for fact in facts],
            [fact.payload for fact in facts],
        )


@dataclass(frozen=True, slots=True, eq=False)
class DayTotalColumns(_InColumns[DayTotalFact]):
    """Day totals; None: not told."""

    clients: list[str]
    days: list[int]
    calls: list[int | None]
    logins: list[int | None]

    @property
    def columns(self) -> Columns:
        return self.clients, self.days, self.calls, self.logins

    @staticmethod
    def fact(*values: Any) -> DayTotalFact:
        return DayTotalFact(*values)

    @classmethod
    def of(cls, facts: Sequence[DayTotalFact]) -> DayTotalColumns:
        """The same facts in columns."""
        if isinstance(facts, DayTotalColumns):
            return facts
        return cls(
            [fact.client for fact in facts],
            [fact.day for fact in facts],
            [fact.calls for fact in facts],
            [fact.logins for fact in facts],
        )


Outcome = Fact | RowError
"""What became of one row: a fact, or why there is none."""


def is_good(facts: Sequence[Outcome]) -> bool:
    """Whether none of them is an error; of columns that is known."""
    if isinstance(facts, EventColumns | DayTotalColumns):
        return True
    return not any(isinstance(fact, RowError) for fact in facts)


def joined(parts: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """Facts of one kind that stand behind each other. Lists of facts become
    columns where others are columns, unless an error is among them."""
    parts = [part for part in parts if len(part)]
    if len(parts) == 1:
        return parts[0]
    for made in (EventColumns, DayTotalColumns):
        if any(isinstance(part, made) for part in parts) and all(map(is_good, parts)):
            columns = zip(*(made.of(part).columns for part in parts), strict=True)
            return made.made(list(chain.from_iterable(column)) for column in columns)
    return [fact for part in parts for fact in part]

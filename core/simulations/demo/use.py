"""Day totals of the demo store's clients, as columns."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from core.health.types import WINDOW
from core.simulations.demo.activity import DemoDay, daily
from core.simulations.demo.personas import Persona


def _column() -> array[int]:
    return array("i")


class ClientUse(NamedTuple):
    """What a client's day totals come to: the sums of the 30 days up to today, and
    local days: of the first total, the last one, and the last login (None: none)."""

    client: int
    calls_30: int
    logins_30: int
    since: int | None
    seen: int | None
    login: int | None


UNUSED = ClientUse(0, 0, 0, None, None, None)
"""That of any client without a day total."""


@dataclass(frozen=True, slots=True)
class Use:
    """Day totals as columns of one length: the number of the client (1, 2, …),
    the local day, calls and logins. A day without any use is not in it. They come
    by client, then day, unless they are said to come `by_day`."""

    clients: array[int] = field(default_factory=_column)
    days: array[int] = field(default_factory=_column)
    calls: array[int] = field(default_factory=_column)
    logins: array[int] = field(default_factory=_column)

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def columns(self) -> tuple[array[int], array[int], array[int], array[int]]:
        return self.clients, self.days, self.calls, self.logins

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """(client, day, calls, logins)"""
        return zip(*self.columns, strict=True)

    def extend(self, other: Use) -> None:
        """Put the rows of another behind these."""
        for own, more in zip(self.columns, other.columns, strict=True):
            own.extend(more)

    def by_day(self) -> Use:
        """The same by day, then client: as a store keeps them."""
        order = sorted(range(len(self)), key=self.days.__getitem__)
        return Use(*(array("i", map(column.__getitem__, order)) for column in self.columns))

    def sums(self, today: int) -> Iterator[ClientUse]:
        """What each client's rows come to, by client; none without any use."""
        first = 0
        while first < len(self):
            client = self.clients[first]
            end = bisect_right(self.clients, client, first)
            window = bisect_left(self.days, today - WINDOW + 1, first, end)
            calls, logins = sum(self.calls[window:end]), sum(self.logins[window:end])
            last = next((at for at in range(end - 1, first - 1, -1) if self.logins[at]), None)
            yield ClientUse(
                client, calls, logins, self.days[first], self.days[end - 1],
                None if last is None else self.days[last],
            )  # fmt: skip
            first = end


DaysOf = Callable[[int], tuple[DemoDay, ...]]
"""The days that are told of a client that has been silent for so many days."""


def use_of(people: Iterable[Persona], days_of: DaysOf) -> Use:
    """The day totals of some clients."""
    use = Use()
    for who in people:
        habit = who.plot.habit
        if habit is None:
            continue
        lived = tuple(day for day in days_of(habit.silent) if day.day >= who.start)
        for day, calls, logins in daily(who.dice, habit, lived):
            if calls or logins:
                use.clients.append(who.number)
                use.days.append(day.day)
                use.calls.append(calls)
                use.logins.append(logins)
    return use

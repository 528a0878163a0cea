"""Where a person is, and where they were: values without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the registry, and what it shows: a query of a list, the public
    id of an object, its tab; `view` is the name of a view of the list."""

    screen: str
    key: str = ""
    tab: str = ""
    query: str | None = None
    view: str = ""


class History:
    """The last places, newest first; `last` and `visit` swap the first two."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self._most = most
        self._places: list[Place] = []

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def last(self) -> Place | None:
        """Where `-` leads: the place before this one."""
        return self._places[1] if len(self._places) > 1 else None

    def visit(self, place: Place) -> None:
        """Be there now; a place is kept once, where it was seen last."""
        self._places = [place, *(p for p in self._places if p != place)][: self._most]

    def correct(self, place: Place) -> None:
        """The same visit shows something else now: another tab, another query."""
        if self._places:
            self._places[0] = place
        else:
            self.visit(place)


class Recall:
    """What was typed before, for arrow up: the newest last, each once."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._lines: list[str] = []
        self._at = 0

    def keep(self, line: str) -> None:
        if line:
            self._lines = [*(old for old in self._lines if old != line), line][-self._most :]
        self._at = len(self._lines)

    def step(self, by: int) -> str | None:
        """The line before (−1) or after (1) the one shown; None where there is none,
        `""` past the newest."""
        at = self._at + by
        if at < 0 or at > len(self._lines):
            return None
        self._at = at
        return self._lines[at] if at < len(self._lines) else ""

"""What two people have done to clients and views, kept without a store or a screen.

A cell is one row that people write: the owner of a client, its tag, its snooze, a note, a
task, a view. A change is the cells that it made differ; it goes back where each of them
stands as it was left, and is one's own last change, or the one that was taken back last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.clients.types import ClientRow

Cell = tuple[str, ...]
Clauses = tuple[str, ...]
"""The conditions of a query, all of which hold."""
AT_RISK: Clauses = ("tier:critical,at_risk", "NOT snoozed:any")
TAGS = ("vip", "trial")


@dataclass(frozen=True)
class Kept:
    """A view as it was saved, under the number of its change."""

    clauses: Clauses
    sort: str
    by: str
    shared: str
    rev: int

    def shows(self, clauses: Clauses, sort: str, by: str) -> bool:
        return (self.clauses, self.sort, self.by) == (clauses, sort, by)


@dataclass(frozen=True)
class Step:
    """A change of somebody. `first` is the number of the first of its chain."""

    number: int
    who: str
    first: int
    undoes: bool
    cells: Mapping[Cell, tuple[Any, Any]]

    def moved(self, now: Mapping[Cell, Any]) -> list[Cell]:
        """The cells that no longer stand as it left them."""
        return [cell for cell, (_, left) in self.cells.items() if now.get(cell) != left]


@dataclass
class Ledger:
    clients: Mapping[str, ClientRow]
    """As they were before anybody did anything."""
    cells: dict[Cell, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key, row in self.clients.items():
            self.cells["owner", key] = row.owner

    # What is done

    def differing(self, wanted: Iterable[tuple[Cell, Any]]) -> dict[Cell, tuple[Any, Any]]:
        found = {cell: (self.cells.get(cell), value) for cell, value in wanted}
        return {cell: (now, then) for cell, (now, then) in found.items() if now != then}

    def done(self, who: str, number: int, cells: Mapping[Cell, tuple[Any, Any]]) -> None:
        self._add(Step(number, who, number, False, cells))

    def turned(self, who: str, number: int, step: Step) -> None:
        """A change went back, or came again."""
        back = {cell: (left, before) for cell, (before, left) in step.cells.items()}
        self._add(Step(number, who, step.first, not step.undoes, back))

    def _add(self, step: Step) -> None:
        self.steps.append(step)
        self.cells |= {cell: after for cell, (_, after) in step.cells.items()}

    # What z and Z are about

    def _own(self, who: str) -> list[Step]:
        return [step for step in reversed(self.steps) if step.who == who]

    def _is_last(self, step: Step) -> bool:
        return [each for each in self.steps if each.first == step.first][-1] is step

    def standing(self, who: str) -> Step | None:
        """One's own last change that stands."""
        own = (step for step in self._own(who) if not step.undoes)
        return next((step for step in own if self._is_last(step)), None)

    def undone(self, who: str) -> Step | None:
        """What one took back last, and has done nothing new since."""
        for step in self._own(who):
            if step.undoes and self._is_last(step):
                return step
            if step.first == step.number:
                return None
        return None

    # What the clients are now

    def owner(self, key: str) -> str | None:
        found: str | None = self.cells["owner", key]
        return found

    def tags(self, key: str) -> tuple[str, ...]:
        return tuple(sorted(tag for tag in TAGS if self.cells.get(("tag", key, tag))))

    def snoozed(self, key: str) -> int | None:
        found = self.cells.get(("snooze", key))
        return None if found is None else int(found[0])

    def noted(self, key: str) -> bool:
        return any(value and cell[:2] == ("note", key) for cell, value in self.cells.items())

    def tasks(self) -> dict[str, tuple[str, str | None]]:
        """Words of each open task -> (client, owner): the words are its own."""
        return {
            cell[2]: (cell[1], value[0])
            for cell, value in self.cells.items()
            if cell[0] == "task" and value is not None
        }

    def views(self) -> dict[tuple[str, str], Kept]:
        """(owner, name) -> what it shows."""
        return {
            (cell[1], cell[2]): value
            for cell, value in self.cells.items()
            if cell[0] == "view" and value is not None
        }

    def found(self, clauses: Clauses, who: str) -> set[str]:
        """The clients for which all conditions hold, as somebody sees them."""
        return {key for key in self.clients if all(self._holds(c, key, who) for c in clauses)}

    def _holds(self, clause: str, key: str, who: str) -> bool:
        if clause.startswith("NOT "):
            return not self._holds(clause.removeprefix("NOT "), key, who)
        name, _, values = clause.partition(":")
        if name == "owner":
            wanted = {"me": who, "none": None}.get(values, values)
            return self.owner(key) == wanted
        if name == "tier":
            return self.clients[key].tier in values.split(",")
        if name == "snoozed":
            assert values == "any"
            return self.snoozed(key) is not None
        assert name == "tag"
        tags = self.tags(key)
        return bool(tags) if values == "any" else values in tags

"""The one explanation type: a total, and signed contributions that sum to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contribution:
    """One bar of an explanation, in whole units of the total.

    `parts`, where there are any, sum to `points` exactly. `value` is the
    measured input as it is shown (`24.00`), `weight` its weight in percent,
    `rows` how many stored rows stand behind it (None: not a matter of rows), and
    `command` lists them (`client list tier:critical`; empty where nothing does).
    Text may come from outside: show it through `safe_text`.
    """

    id: str
    label: str
    points: int
    value: str = ""
    weight: int | None = None
    note: str = ""
    rows: int | None = None
    parts: tuple[Contribution, ...] = ()
    command: str = ""

    def __post_init__(self) -> None:
        if self.parts and sum(part.points for part in self.parts) != self.points:
            raise ValueError(f"the parts of {self.id} do not sum to {self.points}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is. `total` is None where nothing is known.

    `unit` says what the whole numbers count: `points`, `clients`, `tenths` (of a
    point), or the minor units of a currency, `minor USD`. `simulated`: runs of
    simulations in force have moved it.
    Raises ValueError when the contributions do not sum to the total: an
    explanation that does not add up cannot exist.
    """

    subject: str
    measure: str
    total: int | None
    parts: tuple[Contribution, ...]
    as_of: datetime
    config: str
    unit: str = "points"
    note: str = ""
    simulated: bool = False

    def __post_init__(self) -> None:
        if self.total is None:
            if self.parts:
                raise ValueError(f"{self.measure}: parts without a total")
        elif sum(part.points for part in self.parts) != self.total:
            raise ValueError(f"{self.measure}: parts do not sum to {self.total}")

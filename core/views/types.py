"""A view: a list, its query, columns, order, grouping and pace, under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from core.analytics.types import Key
from core.query.types import Candidate
from core.values.errors import ConflictError

Origin = Literal["own", "shared", "starter"]
EVERYBODY = "*"
"""In `shared`: with all roles."""


@dataclass(frozen=True, slots=True)
class ViewPlace:
    """A list that views are for: the noun of its query, the columns that it has beside
    the fields of the query language, the figures that its groups show, and the command
    that shows the same."""

    noun: str
    command: str
    columns: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


PLACES: Mapping[str, ViewPlace] = MappingProxyType(
    {
        "radar": ViewPlace("client", "radar", ("spark",), ("arr", "health")),
        "clients": ViewPlace("client", "client list", ("spark",), ("arr", "health")),
        "incidents": ViewPlace("incident", "incident list"),
    }
)


@dataclass(frozen=True, slots=True)
class View:
    """`query` holds conditions, `limit:` and `asof:`; `columns` are names of fields, none
    for those that the list has by itself; `sort` is as behind `sort:` (`-arr,name`),
    `by` as behind `by:`. `refresh_s` seconds lie between two refreshes, 0: as the list
    does by itself.

    `shared` is empty (private), a role, or `*`. `rev` is the change that saved it, 0 of
    one that is in no store. A starter has no owner."""

    name: str
    place: str
    query: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    by: str = ""
    refresh_s: int = 0
    owner: str = ""
    shared: str = ""
    rev: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def noun(self) -> str:
        """The noun of the list's query."""
        return PLACES[self.place].noun

    def origin_for(self, viewer: str) -> Origin:
        """Whose it is, as this viewer sees it."""
        if not self.owner:
            return "starter"
        return "own" if self.owner == viewer else "shared"

    def shows_like(self, other: View) -> bool:
        """Whether both show the same: name, owner and sharing aside."""
        return all(getattr(self, each) == getattr(other, each) for each in SHOWN)


SHOWN = ("place", "query", "columns", "sort", "by", "refresh_s")
"""The parts of a view that say what is shown."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a field: the condition that finds it (`owner:raj`), the value itself
    (the month of a day, None for a missing one), and how many rows have it."""

    text: str
    key: Key
    n: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Values of a field among `total` rows, the most frequent first; `more` others are
    left out."""

    field: str
    values: tuple[Facet, ...]
    total: int
    more: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate, and how many rows the query has with it; None: not counted. `more`:
    counting stopped there."""

    candidate: Candidate
    n: int | None = None
    more: bool = False

    def taken(self, text: str) -> tuple[str, int]:
        """The query with it, and where the cursor stands behind it."""
        one = self.candidate
        return text[: one.start] + one.text + text[one.end :], one.start + len(one.text)


class ViewConflictError(ConflictError):
    """A view was saved by somebody else meanwhile: `standing` is what is kept, None
    where it was deleted; `wanted` is what was to be saved. Nothing was written."""

    def __init__(self, standing: View | None, wanted: View, hint: str) -> None:
        if standing is None:
            words = f"view “{wanted.name}” was deleted meanwhile"
        else:
            words = (
                f"view “{standing.name}” is another by now"
                f" (rev {standing.rev} by {standing.saved_by}): {told(standing)};"
                f" to be saved: {told(wanted)}"
            )
        super().__init__(words, hint)
        self.standing = standing
        self.wanted = wanted


def told(view: View) -> str:
    """A view in a line: its list, its query and how it is shown."""
    parts = {
        "sort": view.sort,
        "by": view.by,
        "cols": ",".join(view.columns),
        "refresh": f"{view.refresh_s}s" if view.refresh_s else "",
    }
    shown = [f"{name}:{text}" for name, text in parts.items() if text]
    return " ".join([view.place, *([view.query] if view.query else []), *shown])

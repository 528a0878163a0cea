"""Which incidents an action is about: the marks, all of the query, or the one at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.incidents.types import Incident, IncidentSelection
from core.values.counting import counted
from core.values.text import safe_text
from tui.widgets.marks import Marks


@dataclass(frozen=True, slots=True)
class Meant:
    """The incidents, and what they are called in a title (safe text). `rows` are those
    that are at hand; `row` is set where one alone is meant. Many are shown before they
    change."""

    incidents: IncidentSelection
    words: str
    rows: tuple[Incident, ...] = ()
    row: Incident | None = None

    @property
    def many(self) -> bool:
        return self.row is None


def one(row: Incident) -> Meant:
    """A single incident."""
    words = f"{safe_text(row.key, 24)} {safe_text(row.title, 30)}"
    return Meant(IncidentSelection((row.key,)), words, (row,), row)


def marked(
    marks: Marks, rows: Sequence[Incident], query: str, sort: str | None, total: int | None
) -> Meant | None:
    """The marked rows; None: there are none. `query`, `sort` and `total` are those of
    the list, of which all may be marked, less some."""
    if marks.by_query:
        left = None if total is None else marks.count(total)
        words = "all incidents of the query" if left is None else counted(left, "incident")
        without = frozenset(int(each) for each in marks.ids)
        return Meant(IncidentSelection((), query, sort, without), words)
    if not rows:
        return None
    if len(rows) == 1:
        return one(rows[0])
    keys = tuple(row.key for row in rows)
    return Meant(IncidentSelection(keys), counted(len(rows), "incident"), tuple(rows))

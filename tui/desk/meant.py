"""Whom an action is about: the marks, all of the query, or the client under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.clients.types import ClientRow
from core.desk.types import Selection
from core.values.counting import counted
from core.values.text import safe_text
from tui.widgets.marks import Marks


@dataclass(frozen=True, slots=True)
class Meant:
    """The clients, and what they are called in a title (safe text). `many`: they are
    shown before they change."""

    clients: Selection
    words: str
    many: bool


def one(key: str, name: str) -> Meant:
    """A single client."""
    return Meant(Selection((key,)), safe_text(name, 40), many=False)


def marked(
    marks: Marks,
    rows: Sequence[ClientRow],
    query: str,
    sort: str | None,
    total: int | None,
) -> Meant | None:
    """The marked rows; None: there are none. `query`, `sort` and `total` are those of
    the list, of which all may be marked, less some."""
    if marks.by_query:
        left = None if total is None else marks.count(total)
        words = "all clients of the query" if left is None else counted(left, "client")
        without = frozenset(int(each) for each in marks.ids)
        return Meant(Selection((), query, without, sort), words, many=True)
    if not rows:
        return None
    if len(rows) == 1:
        return one(rows[0].key, rows[0].name)
    keys = tuple(row.key for row in rows)
    return Meant(Selection(keys), counted(len(rows), "client"), many=True)

"""Reading views: those that somebody may see, and one by its key."""

from __future__ import annotations

from typing import Any

from core.values.instants import from_micros
from core.views.types import EVERYBODY, View
from storage.engine.reader import Rows

_COLUMNS = (
    "name", "screen", "query", "cols", "sort", "grouped", "refresh_s", "owner", "shared",
    "rev", "recorded_us", "saved_by",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM saved_view"


def visible(rows: Rows, viewer: str, role: str, *, all_shared: bool = False) -> list[View]:
    """One's own views, and those shared with one's role; `all_shared`: with any. By
    folded name, one's own first."""
    found = rows.rows(
        f"{_SELECT} WHERE owner = :me OR shared IN (:everybody, :role)"
        " OR (:all_shared = 1 AND shared <> '')"
        " ORDER BY CASE WHEN owner = :me THEN 0 ELSE 1 END, key",
        {"me": viewer, "everybody": EVERYBODY, "role": role, "all_shared": int(all_shared)},
    )
    return [_view(row) for row in found]


def by_key(rows: Rows, key: str) -> View | None:
    """One view by its key."""
    found = rows.one(f"{_SELECT} WHERE key = ?", (key,))
    return None if found is None else _view(found)


def key_shared_as(rows: Rows, name: str) -> str | None:
    """The key of the view that is shared under a folded name."""
    found = rows.value("SELECT key FROM saved_view WHERE shared_key = ?", (name,))
    return None if found is None else str(found)


def how_many(rows: Rows, owner: str) -> int:
    """How many views somebody has."""
    return int(rows.value("SELECT count(*) FROM saved_view WHERE owner = ?", (owner,)))


def _view(row: tuple[Any, ...]) -> View:
    name, place, query, cols, sort, grouped, refresh, owner, shared, rev, saved, by = row
    return View(
        name, place, query, tuple(cols.split(",")) if cols else (), sort, grouped, refresh,
        owner, shared, rev, from_micros(saved), by,
    )  # fmt: skip

"""Writing views."""

from __future__ import annotations

from core.values.instants import to_micros
from core.views.names import name_key, view_key
from core.views.types import View
from storage.engine.unit import Unit, bulk_insert
from storage.views.tables import SavedView

_COLUMNS = (
    "key", "owner", "name", "screen", "query", "cols", "sort", "grouped", "refresh_s", "shared",
    "shared_key", "rev", "recorded_us", "saved_by",
)  # fmt: skip
_PUT = bulk_insert(SavedView, _COLUMNS, conflict="update", keys=("key",), replace=_COLUMNS[1:])


def put_view(unit: Unit, view: View) -> None:
    """Keep a view under its owner and name; it takes the place of one that stands so."""
    assert view.saved_at is not None
    shared_key = name_key(view.name) if view.shared else None
    row = (
        view_key(view.owner, view.name), view.owner, view.name, view.place, view.query,
        ",".join(view.columns), view.sort, view.by, view.refresh_s, view.shared, shared_key,
        view.rev, to_micros(view.saved_at), view.saved_by,
    )  # fmt: skip
    unit.bulk(_PUT, [row])


def delete_view(unit: Unit, key: str) -> None:
    unit.run("DELETE FROM saved_view WHERE key = ?", (key,))

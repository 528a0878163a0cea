"""Views that people have saved."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from storage.engine.schema import Table, big, note, table_args


class SavedView(Table, table=True):
    """How somebody looks at a list. `key` is the owner and the folded name, so a name
    is had once by an owner; `shared_key` is the folded name of a shared view and
    missing of a private one, so a name is shared once. `shared` is empty, a role, or
    `*` for all of them; `rev` grows with each save. `grouped` is empty or a field,
    `refresh_s` seconds between refreshes (0: as the list does by itself)."""

    __table_args__ = table_args(UniqueConstraint("shared_key"), clustered=True)

    key: str = note(primary_key=True)
    owner: str = note()
    name: str = note()
    screen: str = note()
    query: str = note()
    cols: str = note()
    sort: str = note()
    grouped: str = note()
    refresh_s: int = big()
    shared: str = note()
    shared_key: str | None = note(default=None)
    rev: int = big()
    recorded_us: int = big()
    saved_by: str = note()

"""Whom a view is shown to, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

from core.views.types import View
from storage.views.reads import by_key, how_many, key_shared_as, visible
from storage.views.writes import delete_view, put_view
from tests.fixtures.stores import NewStore

AT = datetime(2026, 3, 1, tzinfo=UTC)


def view(owner: str, name: str, shared: str = "", rev: int = 1) -> View:
    return View(
        name, "clients", "owner:me", ("name", "spark"), "-arr", "tier", 30, owner, shared, rev,
        AT, owner,
    )  # fmt: skip


def test_who_sees_what(new_store: NewStore) -> None:
    ctx = new_store()
    mine, hers = view("ana", "Été"), view("mei", "Quiet")
    for_all, for_reps = view("mei", "Alpha", "*"), view("raj", "Beta", "rep")
    with ctx.store.unit() as unit:
        for each in (hers, for_all, for_reps, mine):
            put_view(unit, each)
    with ctx.reader() as reader:
        assert visible(reader, "ana", "rep") == [mine, for_all, for_reps]
        assert visible(reader, "ana", "analyst") == [mine, for_all]
        assert visible(reader, "zoe", "admin", all_shared=True) == [for_all, for_reps]
        assert visible(reader, "mei", "rep") == [for_all, hers, for_reps]
        assert by_key(reader, "ana/été") == mine
        assert key_shared_as(reader, "beta") == "raj/beta"
        assert key_shared_as(reader, "quiet") is None
        assert how_many(reader, "mei") == 2


def test_one_name_of_an_owner_is_one_view(new_store: NewStore) -> None:
    ctx = new_store()
    with ctx.store.unit() as unit:
        put_view(unit, view("ana", "Late"))
        put_view(unit, view("ana", "LATE", rev=2))
    with ctx.reader() as reader:
        assert visible(reader, "ana", "rep") == [view("ana", "LATE", rev=2)]
    with ctx.store.unit() as unit:
        delete_view(unit, "ana/late")
    with ctx.reader() as reader:
        assert visible(reader, "ana", "rep") == []

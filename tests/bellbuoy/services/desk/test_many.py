"""Owners, tags and snoozes of many clients: shown first, made in one step, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services.clients import count, page
from bellbuoy.services.context import Context
from bellbuoy.services.desk import many, tasks
from bellbuoy.services.desk.assign import as_imported, assign
from bellbuoy.services.desk.client_desk import of_client
from bellbuoy.services.desk.selection import keys_meant
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.integrations import import_path, load_mapping
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Preview, Selection
from core.operations.types import UndoConflictError
from core.query.errors import QueryError
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from storage.clients.writes import put_arr
from storage.health.facets import counted_sql, following_facets
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NOW, NewStore, move

ALL = Selection(query="")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store, 7)


def people(ctx: Context) -> dict[str, str | None]:
    return {row.key: row.owner for row in page(ctx, sort="id").rows}


def figures(found: Preview) -> tuple[int, int, int, int | None]:
    return found.found, found.changing, found.tasks, found.change


def facets_are_right(ctx: Context) -> None:
    with ctx.reader() as reader:
        names = "dimension, value, live, tier, currency, n, scored, score_sum, delta_n,"
        names += " delta_sum, arr_minor"
        told = reader.rows(
            f"SELECT {names} FROM facet_count WHERE dimension IN ('owner', 'all') ORDER BY"
            " dimension, value, live, tier, currency"
        )
        sql = counted_sql(("owner", "all"), "")
        counted = reader.rows(
            f"SELECT {names} FROM ({sql}) AS f ORDER BY dimension, value, live, tier, currency"
        )
    assert told == counted


def test_a_preview_says_what_is_then_done(ctx: Context) -> None:
    with ctx.store.unit() as unit, following_facets(unit, [1, 3]):
        put_arr(unit, 1, [("USD", 1200)])
        put_arr(unit, 3, [("EUR", 50), ("USD", 7)])
    tasks.add(of(ctx, "raj"), ["C-3", "C-6"], "call")
    tasks.add(ctx, ["C-3"], "ana's own")
    before = state(ctx)
    meant = Selection(query="owner:raj,kim")
    shown = assign(ctx, meant, "kim", dry_run=True)
    assert state(ctx) == before
    assert figures(shown) == (5, 2, 2, None)
    assert [(each.key, each.now, each.then) for each in shown.first] == [
        ("C-3", "raj", "kim"), ("C-6", "raj", "kim"),
    ]  # fmt: skip
    assert shown.staying == 3
    assert [(money.currency, money.minor) for money in shown.arr] == [("EUR", 50), ("USD", 7)]
    done = assign(ctx, meant, "kim", expect=2)
    assert done == replace(shown, change=3)
    assert people(ctx)["C-3"] == "kim"
    assert [t.owner for t in tasks.page(ctx).rows] == ["kim", "kim", "ana"]
    facets_are_right(ctx)
    assert figures(assign(ctx, meant, "kim")) == (5, 0, 0, None)
    assert len(sets(ctx)) == 3
    undo(ctx)
    assert state(ctx) == before
    facets_are_right(ctx)
    redo(ctx)
    assert people(ctx)["C-6"] == "kim"
    facets_are_right(ctx)


def test_changed_clients_wait_to_be_looked_at(ctx: Context) -> None:
    def waiting() -> list[tuple[int, int]]:
        with ctx.reader() as reader:
            return reader.rows("SELECT client_id, gen FROM changed_client ORDER BY client_id")

    tag(ctx, Selection(("C-2", "C-5")), ["+vip"])
    assert waiting() == [(2, 1), (5, 1)]
    assign(ctx, Selection(("C-5",)), "zoe")
    assert waiting() == [(2, 1), (5, 2)]
    undo(ctx)
    assert waiting() == [(2, 1), (5, 3)]


def test_nobody_and_the_sources(ctx: Context) -> None:
    before = state(ctx)
    assert figures(assign(ctx, ALL, None)) == (7, 5, 0, 1)
    assert set(people(ctx).values()) == {None}
    assert of_client(ctx, "C-1").owned is not None
    assert figures(as_imported(ctx, ALL)) == (7, 5, 0, 2)
    assert state(ctx) == before
    assert figures(as_imported(ctx, ALL)) == (7, 0, 0, None)
    undo(ctx)
    assert set(people(ctx).values()) == {None}
    undo(ctx)
    assert state(ctx) == before


def test_an_owner_that_a_person_set_outlives_imports(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = new_store()

    def take_in(owner: str, plan: str) -> None:
        (tmp_path / "client.csv").write_text(
            f"id,name,owner,plan\na,First,{owner},{plan}\n", encoding="utf-8"
        )
        import_path(ctx, tmp_path, load_mapping(None, None, "crm", "USD"))

    take_in("raj", "Basic")
    (row,) = page(ctx).rows
    assign(ctx, Selection((row.key,)), "mei")
    take_in("kim", "Pro")
    (row,) = page(ctx).rows
    assert (row.owner, row.plan) == ("mei", "Pro")
    owned = of_client(ctx, row.key).owned
    assert owned is not None
    assert (owned.who, owned.imported) == ("ana", "kim")
    facets_are_right(ctx)
    as_imported(ctx, Selection((row.key,)))
    assert people(ctx) == {row.key: "kim"}
    take_in("zoe", "Pro")
    assert people(ctx) == {row.key: "zoe"}


def test_tags_come_go_and_are_found(ctx: Context) -> None:
    before = state(ctx)
    shown = tag(ctx, Selection(("C-1", "C-2")), ["+VIP", "+trial"])
    assert figures(shown) == (2, 2, 0, 1)
    shown = tag(ctx, Selection(("C-2", "C-3")), ["+vip", "-trial"])
    assert [(s.key, s.now, s.then) for s in shown.first] == [
        ("C-2", "trial vip", "-trial"), ("C-3", "", "+vip"),
    ]  # fmt: skip
    assert [row.key for row in page(ctx, "tag:vip", sort="id").rows] == ["C-1", "C-2", "C-3"]
    assert [row.key for row in page(ctx, "tag:vip tag:TRIAL").rows] == ["C-1"]
    assert [row.key for row in page(ctx, "tag!=trial", sort="id").rows] == ["C-2", "C-3"]
    assert (count(ctx, "tag:none"), count(ctx, "tag:any"), count(ctx, "NOT tag:vip")) == (
        4, 3, 4,
    )  # fmt: skip
    assert of_client(ctx, "C-1").tags == ("trial", "vip")
    undo(ctx)
    undo(ctx)
    assert state(ctx) == before


def test_a_snooze_ends_by_itself(ctx: Context) -> None:
    before = state(ctx)
    meant = Selection(query="owner:raj")
    shown = snooze(ctx, meant, ctx.today + 7, "on holiday")
    assert shown.changing == 2
    assert count(ctx, "snoozed:any") == 2
    assert count(ctx, "NOT snoozed:any") == 5
    assert count(ctx, "snoozed<3d") == 0
    assert figures(snooze(ctx, meant, ctx.today + 7, "on holiday")) == (2, 0, 0, None)
    found = of_client(ctx, "C-3").snooze
    assert found is not None
    assert (found.until, found.why, found.who) == (ctx.today + 7, "on holiday", "ana")
    move(ctx, NOW + timedelta(days=8))
    assert count(ctx, "snoozed:any") == 0
    assert of_client(ctx, "C-3").snooze is None
    move(ctx, NOW)
    snooze(ctx, Selection(("C-3", "C-1")), None)
    assert count(ctx, "snoozed:any") == 1
    undo(ctx)
    undo(ctx)
    assert state(ctx) == before


def test_by_query_less_some_and_a_limit(ctx: Context) -> None:
    assert keys_meant(ctx, Selection(query="", without=frozenset({1, 2})), 9) == (
        "C-3", "C-4", "C-5", "C-6", "C-7",
    )  # fmt: skip
    assert keys_meant(ctx, Selection(query="sort:-id limit:2"), 9) == ("C-6", "C-7")
    assert keys_meant(ctx, Selection(query="limit:2", sort="-id"), 9) == ("C-6", "C-7")
    with pytest.raises(UsageError, match="7 clients at once; at most 3"):
        keys_meant(ctx, ALL, 3)
    for query in ("asof:2026-01-01", "by:owner"):
        with pytest.raises(UsageError):
            tag(ctx, Selection(query=query), ["+x"])
    with pytest.raises(QueryError):
        tag(ctx, Selection(query="nope:1"), ["+x"])
    with pytest.raises(NotFoundError):
        tag(ctx, Selection(("C-1", "C-99")), ["+x"])
    assert sets(ctx) == []


def test_another_number_than_was_shown_is_a_conflict(ctx: Context) -> None:
    before = state(ctx)
    with pytest.raises(ConflictError, match="7 clients would change by now, no longer 6"):
        tag(ctx, ALL, ["+x"], expect=6)
    assert state(ctx) == before


def test_what_is_stopped_leaves_nothing(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "PORTION", 2)
    before = state(ctx)
    seen: list[tuple[int, int]] = []
    found = assign(
        ctx, ALL, "zoe", progress=lambda *far: seen.append(far), cancelled=lambda: len(seen) > 2
    )
    assert seen == [(0, 7), (2, 7), (4, 7)]
    assert found.change is None
    assert state(ctx) == before
    assert assign(ctx, ALL, "zoe", progress=lambda *far: seen.append(far)).change == 1
    assert seen[3:] == [(0, 7), (2, 7), (4, 7), (6, 7), (7, 7)]


def test_a_colleague_in_between_is_shown_with_both_versions(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    assign(of(ctx, "mei"), Selection(("C-4",)), "kim")
    with pytest.raises(UndoConflictError) as refused:
        undo(ctx)
    first = refused.value.rows[0]
    assert (first.table, first.key, first.who) == ("client", "4", "mei")
    (owner,) = first.differences
    assert (owner.after, owner.now) == ("zoe", "kim")
    assert people(ctx)["C-4"] == "kim"
    facets_are_right(ctx)


def test_roles(ctx: Context) -> None:
    rep = of(ctx, "zoe", "rep")
    assert tag(rep, Selection(("C-1",)), ["+vip"]).change == 1
    assert snooze(rep, Selection(("C-1",)), ctx.today, "today").change == 2
    with pytest.raises(DeniedError):
        assign(rep, Selection(("C-1",)), "zoe")
    with pytest.raises(DeniedError):
        tag(of(ctx, "zoe", "analyst"), Selection(("C-1",)), ["+vip"])
    for until, why in ((ctx.today - 1, "x"), (ctx.today + 400, "x"), (ctx.today, " ")):
        with pytest.raises(UsageError):
            snooze(ctx, Selection(("C-1",)), until, why)

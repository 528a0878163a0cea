"""A change of many rows is taken back a portion at a time, and is one step all the same."""

from __future__ import annotations

from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk import many
from bellbuoy.services.desk.assign import assign
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.undo import portions
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError
from storage.audit import steps
from tests.bellbuoy.services.desk.working import some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

ALL = Selection(query="")


@pytest.fixture
def ctx(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Eleven clients, in portions of three and four."""
    monkeypatch.setattr(many, "PORTION", 3)
    monkeypatch.setattr(portions, "PORTION", 4)
    return some_clients(new_store, 11)


def kept(ctx: Context, change: int) -> list[tuple[Any, ...]]:
    with ctx.reader() as reader:
        return sorted(
            (row.table, row.key, str(row.before), str(row.after))
            for row in steps.kept_rows(reader, change)
        )


@pytest.mark.parametrize("act", ["assign", "tag", "snooze"])
def test_back_and_again_across_portions(ctx: Context, act: str) -> None:
    tag(ctx, Selection(("C-2", "C-9")), ["+old"])
    before = state(ctx)
    {
        "assign": lambda: assign(ctx, ALL, "zoe"),
        "tag": lambda: tag(ctx, ALL, ["+vip", "-old"]),
        "snooze": lambda: snooze(ctx, ALL, ctx.today + 5, "later"),
    }[act]()
    done = state(ctx)
    assert done != before
    took = undo(ctx)
    assert took is not None
    assert state(ctx) == before
    assert took.rows == len(kept(ctx, 2)) == len(kept(ctx, 3)) >= 9
    turned = [(table, key, after, was) for table, key, was, after in kept(ctx, 3)]
    assert sorted(turned) == kept(ctx, 2)
    redo(ctx)
    assert state(ctx) == done
    undo(ctx)
    assert state(ctx) == before


def test_what_one_portion_made_goes_back_at_once(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    with ctx.reader() as reader:
        whole = steps.kept_rows(reader, 1)
        parts = [part.rows for part in steps.kept_portions(reader, 1, 4)]
        wide = [len(part.rows) for part in steps.kept_portions(reader, 1, 14)]
    assert tuple(row for part in reversed(parts) for row in part) == whole
    clients = [sorted(row.key for row in part if row.table == "client") for part in parts]
    owners = [sorted(row.key for row in part if row.table == "client_owner") for part in parts]
    assert (
        clients == owners == [["10", "11"], ["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"]]
    )
    assert wide == [10, 12]
    assert [action for _, action, _ in sets(ctx)] == ["client.assign"]


def test_a_portion_of_very_many_rows_is_cut(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "PORTION", 100)
    assign(ctx, ALL, "zoe")
    before = state(ctx)
    monkeypatch.setattr(steps, "MOST", 5)
    with ctx.reader() as reader:
        parts = list(steps.kept_portions(reader, 1, 4))
        assert tuple(row for part in reversed(parts) for row in part.rows) == steps.kept_rows(
            reader, 1
        )
    assert max(len(part.rows) for part in parts) == 5
    undo(ctx)
    assert redo(ctx) is not None
    assert state(ctx) == before


def test_conflicts_of_all_portions_are_told_and_nothing_is_put_back(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    for key in ("C-1", "C-5", "C-11"):
        assign(ctx, Selection((key,)), "raj")
    before = state(ctx)
    with pytest.raises(UndoConflictError) as told:
        undo(ctx, 1)
    assert {each.key for each in told.value.rows if each.table == "client"} == {"1", "5", "11"}
    assert state(ctx) == before
    assert len(sets(ctx)) == 4


def test_one_that_kept_too_little_is_refused_whole(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    with ctx.store.unit() as unit:
        unit.run("UPDATE change_row SET rows = 2 WHERE change_id = 1 AND position = 0")
    before = state(ctx)
    with pytest.raises(ConflictError, match="another version kept too little"):
        undo(ctx)
    assert state(ctx) == before


def test_a_look_at_what_it_would_do_leaves_nothing(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    before = state(ctx)
    seen = undo(ctx, dry_run=True)
    assert seen is not None
    assert (seen.number, seen.rows) == (None, len(kept(ctx, 1)))
    assert state(ctx) == before

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


def test_a_change_of_many_is_kept_as_before(ctx: Context) -> None:
    assign(ctx, ALL, "zoe")
    with ctx.reader() as reader:
        places = reader.rows("SELECT position FROM change_row WHERE change_id = 1 ORDER BY 1")
        whole = steps.kept_rows(reader, 1)
        parts = list(steps.kept_portions(reader, 1, 4))
    assert [place for (place,) in places] == list(range(len(whole)))
    assert tuple(row for part in reversed(parts) for row in part) == whole
    assert max(map(len, parts)) == 4
    assert {row.table for row in whole} == {"client", "client_owner"}
    assert [action for _, action, _ in sets(ctx)] == ["client.assign"]


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

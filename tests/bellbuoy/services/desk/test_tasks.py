"""Tasks: written down, changed, done, and each step taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.client_desk import of_client
from bellbuoy.services.desk.tasks import add, count, edit, end, page, show
from bellbuoy.services.undo.taking_back import redo, undo
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store)


def keys(ctx: Context, query: str = "") -> list[str]:
    found = [each.key for each in page(ctx, query).rows]
    assert count(ctx, query) == len(found)
    return found


def test_the_next_to_do_stands_first(ctx: Context) -> None:
    add(ctx, ["C-1"], "no day")
    add(ctx, ["C-2"], "later", due=ctx.today + 9, owner="mei")
    add(ctx, ["C-1"], "soon", due=ctx.today + 1)
    assert keys(ctx) == ["T-3", "T-2", "T-1"]
    assert keys(ctx, "due<3d owner:me") == ["T-3"]
    assert keys(ctx, "owner:mei") == ["T-2"]
    assert keys(ctx, "due:none client:C-1") == ["T-1"]
    move(ctx, NOW + timedelta(days=5))
    assert keys(ctx, "due:past") == ["T-3"]
    found = of_client(ctx, "C-1")
    assert [each.key for each in found.tasks] == ["T-3", "T-1"]
    assert found.open_tasks == 2


def test_what_is_done_leaves_the_list_with_its_outcome(ctx: Context) -> None:
    add(ctx, ["C-1", "C-2"], "call Dana", due=ctx.today)
    done = end(ctx, "T-1", "renews in April")
    assert (done.state, done.outcome, done.done, done.rev) == (
        "done", "renews in April", NOW, 2,
    )  # fmt: skip
    assert end(ctx, "T-1") == done
    assert end(ctx, "t-1", "renews in April") == done
    assert keys(ctx) == ["T-2"]
    assert keys(ctx, "state:done") == ["T-1"]
    assert keys(ctx, "done<7d") == ["T-1"]
    assert end(ctx, "2", "they left", state="dropped").state == "dropped"
    with pytest.raises(ConflictError, match="T-2 is dropped already"):
        end(ctx, "T-2", "no, done")
    with pytest.raises(ConflictError, match="T-1 is done already"):
        edit(ctx, "T-1", text="other")
    assert len(sets(ctx)) == 3


def test_every_step_is_taken_back(ctx: Context) -> None:
    states = [state(ctx)]
    add(ctx, ["C-1", "C-2"], "call", due=ctx.today + 2)
    states.append(state(ctx))
    edit(ctx, "T-1", text="call Dana", due=ctx.today + 3, owner="mei")
    states.append(state(ctx))
    edit(ctx, "T-1", no_day=True)
    states.append(state(ctx))
    end(ctx, "T-1", "done with")
    states.append(state(ctx))
    for before in states[-2::-1]:
        undo(ctx)
        assert state(ctx) == before
    for after in states[1:]:
        redo(ctx)
        assert state(ctx) == after


def test_an_undo_of_what_another_changed_shows_both(ctx: Context) -> None:
    add(ctx, ["C-1"], "call")
    edit(ctx, "T-1", owner="mei")
    edit(of(ctx, "mei"), "T-1", owner="raj")
    with pytest.raises(UndoConflictError) as refused:
        undo(ctx)
    (row,) = refused.value.rows
    (one,) = row.differences
    assert (one.column, one.before, one.after, one.now) == ("owner", "ana", "mei", "raj")
    assert show(ctx, "T-1").owner == "raj"


def test_the_same_task_is_written_once(ctx: Context) -> None:
    first = add(ctx, ["C-1"], "call", due=ctx.today)
    assert add(ctx, ["C-1"], "call", due=ctx.today) == first
    assert add(ctx, ["C-1"], "call")[0].key == "T-2"
    assert add(ctx, ["C-1"], "call")[0].key == "T-2"
    end(ctx, "T-2")
    assert add(ctx, ["C-1"], "call")[0].key == "T-3"


def test_what_is_refused_writes_nothing(ctx: Context) -> None:
    for words in ({"text": ""}, {"text": "x" * 501}, {"text": "x", "due": ctx.today - 1},
                  {"text": "x", "owner": "\x1b"}):  # fmt: skip
        with pytest.raises(UsageError):
            add(ctx, ["C-1"], **words)
    with pytest.raises(NotFoundError):
        show(ctx, "T-7")
    with pytest.raises(DeniedError):
        add(of(ctx, "zoe", "analyst"), ["C-1"], "x")
    add(ctx, ["C-1"], "x", due=ctx.today)
    with pytest.raises(UsageError, match="over"):
        edit(ctx, "T-1", due=ctx.today - 2)
    assert edit(ctx, "T-1", due=ctx.today).rev == 1
    with pytest.raises(ConflictError, match="meanwhile"):
        edit(ctx, "T-1", text="y", expect=9)
    assert len(sets(ctx)) == 1

"""Many tasks in one step: shown, ended, given away, put off, taken back."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk import many_tasks, tasks
from bellbuoy.services.desk.many_tasks import end_many, give_many, put_off_many
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Preview, Selection, Task
from core.query.errors import QueryError
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

ALL = Selection(query="")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    """T-1 to T-4: of ana for today, of raj without a day; T-4 is done."""
    ctx = some_clients(new_store)
    tasks.add(ctx, ["C-1", "C-2"], "call", due=ctx.today)
    tasks.add(ctx, ["C-3", "C-4"], "write", owner="raj")
    tasks.end(ctx, "T-4", "long ago")
    return ctx


def every(ctx: Context) -> dict[str, Task]:
    return {task.key: task for task in tasks.page(ctx, "state:any", sort="id").rows}


def figures(found: Preview) -> tuple[int, int, bool]:
    return found.found, found.changing, found.change is not None


def test_shown_then_ended_then_back(ctx: Context) -> None:
    before = state(ctx)
    shown = end_many(ctx, ALL, "all of it", dry_run=True)
    assert state(ctx) == before
    assert figures(shown) == (3, 3, False)
    assert [(each.key, each.now, each.then) for each in shown.first] == [
        ("T-1", "ana, today", "done"), ("T-2", "ana, today", "done"),
        ("T-3", "raj, no day", "done"),
    ]  # fmt: skip
    assert end_many(ctx, ALL, "all of it", expect=3).change is not None
    assert {key: task.outcome for key, task in every(ctx).items()} == {
        "T-1": "all of it", "T-2": "all of it", "T-3": "all of it", "T-4": "long ago",
    }  # fmt: skip
    assert sets(ctx)[-1] == ("ana", "task.done", "3 tasks")
    undo(ctx)
    assert state(ctx) == before


def test_only_what_differs_and_is_open(ctx: Context) -> None:
    meant = Selection(("T-1", "T-3", "T-4"))
    assert figures(give_many(ctx, meant, "raj")) == (3, 1, True)
    assert figures(give_many(ctx, meant, "raj")) == (3, 0, False)
    assert [task.owner for task in every(ctx).values()] == ["raj", "ana", "raj", "raj"]
    assert figures(put_off_many(ctx, ALL, ctx.today + 3)) == (3, 3, True)
    assert figures(put_off_many(ctx, Selection(("T-2",)), None)) == (1, 1, True)
    day = ctx.today + 3
    assert [task.due for task in every(ctx).values()] == [day, None, day, None]
    assert figures(end_many(ctx, Selection(("T-2",)), state="dropped")) == (1, 1, True)
    assert every(ctx)["T-2"].state == "dropped"


def test_by_query_less_some_and_a_limit(ctx: Context) -> None:
    meant = Selection(query="owner:ana", without=frozenset({1}))
    assert [each.key for each in end_many(ctx, meant, dry_run=True).first] == ["T-2"]
    meant = Selection(query="limit:1", sort="-id")
    assert [each.key for each in end_many(ctx, meant, dry_run=True).first] == ["T-3"]


def test_what_is_refused(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(ctx)
    with pytest.raises(ConflictError, match="no longer 2"):
        end_many(ctx, ALL, expect=2)
    with pytest.raises(UsageError, match="over"):
        put_off_many(ctx, ALL, ctx.today - 1)
    with pytest.raises(UsageError):
        give_many(ctx, Selection(query="by:owner"), "mei")
    with pytest.raises(QueryError):
        end_many(ctx, Selection(query="nope:1"))
    with pytest.raises(NotFoundError):
        end_many(ctx, Selection(("x",)))
    with pytest.raises(DeniedError):
        end_many(of(ctx, "ann", "analyst"), ALL)
    monkeypatch.setattr(many_tasks, "MOST", 2)
    with pytest.raises(UsageError, match="more than 2 tasks"):
        end_many(ctx, ALL)
    assert state(ctx) == before

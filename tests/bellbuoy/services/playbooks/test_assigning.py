"""Clients begin a playbook: shown first, in one step, once; owners move its steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk import tasks
from bellbuoy.services.desk.assign import assign as give
from bellbuoy.services.playbooks import assigning, following
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.playbooks.definitions import add, edit, find
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.playbooks.test_definitions import MINE
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

ALL = Selection(query="")


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store, 4)


def steps(ctx: Context, client: str) -> list[tuple[str, int | None, str | None, str]]:
    (found,) = following.of_client(ctx, client)
    return [(step.text, step.due, step.owner, step.kind) for step in found.steps]


def test_shown_then_done_then_back(ctx: Context) -> None:
    before = state(ctx)
    day = ctx.today
    shown = assign(ctx, ALL, "silent", start=day + 2, dry_run=True)
    assert state(ctx) == before
    assert (shown.found, shown.changing, shown.what) == (4, 4, "playbook silent")
    assert [(each.key, each.now) for each in shown.first][:2] == [
        ("C-1", "no playbook"), ("C-2", "no playbook"),
    ]  # fmt: skip
    assert shown.first[0].then.startswith("3 tasks for kim up to ")
    assert assign(ctx, ALL, "silent", start=day + 2, expect=4).change == 1
    assert [(due, owner, kind) for _, due, owner, kind in steps(ctx, "C-1")] == [
        (day + 2, "kim", "task"), (day + 3, "kim", "email"), (day + 7, "kim", "call"),
    ]  # fmt: skip
    assert {owner for _, _, owner, _ in steps(ctx, "C-2")} == {"ana"}  # it has no owner
    after = state(ctx)
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert state(ctx) == after


def test_who_follows_it_already_is_left(ctx: Context) -> None:
    assign(ctx, Selection(("C-1", "C-3")), "silent")
    kept = state(ctx)["playbook_follow"]
    again = assign(ctx, ALL, "silent")
    assert (again.found, again.changing, again.staying) == (4, 2, 2)
    assert [row for row in state(ctx)["playbook_follow"] if row["id"] < 3] == kept
    assert (assign(ctx, ALL, "silent").change, len(sets(ctx))) == (None, 2)
    assert assign(ctx, Selection(("C-1",)), "renewal").first[0].now == "silent"


def test_again_once_it_ended(ctx: Context) -> None:
    meant = Selection(("C-1",))
    assign(ctx, meant, "silent")
    following.close(ctx, "P-1", "kept")
    assert assign(ctx, meant, "silent").changing == 1
    assert [each.follow.key for each in following.of_client(ctx, "C-1")] == ["P-2", "P-1"]


def test_whose_the_steps_are(ctx: Context) -> None:
    add(ctx, [replace(MINE, owner="zoe")])
    assign(ctx, Selection(("C-1",)), "mine")
    assign(ctx, Selection(("C-2",)), "mine", owner="lee")
    assert {owner for _, _, owner, _ in steps(ctx, "C-1")} == {"zoe"}
    assert {owner for _, _, owner, _ in steps(ctx, "C-2")} == {"lee"}


def test_a_colleague_takes_over_and_nothing_falls_through(ctx: Context) -> None:
    before = state(ctx)
    assign(ctx, Selection(("C-1",)), "silent")
    began = state(ctx)
    first = steps(ctx, "C-1")
    tasks.end(ctx, "T-1", "asked around")
    done = give(ctx, Selection(("C-1",)), "mei")
    assert (done.changing, done.tasks) == (1, 2)
    assert [owner for _, _, owner, _ in steps(ctx, "C-1")] == ["kim", "mei", "mei"]
    assert [each[0] for each in steps(ctx, "C-1")] == [each[0] for each in first]
    assert [row.owner for row in tasks.page(ctx).rows] == ["mei", "mei"]
    undo(ctx)
    undo(ctx)
    assert state(ctx) == began
    undo(ctx)
    assert state(ctx) == before


def test_an_edited_playbook_leaves_those_who_follow_it(ctx: Context) -> None:
    assign(ctx, Selection(("C-1",)), "silent")
    before = steps(ctx, "C-1")
    edit(ctx, replace(find(ctx, "silent"), steps=MINE.steps))
    assert steps(ctx, "C-1") == before
    assign(ctx, Selection(("C-2",)), "silent")
    assert [text for text, *_ in steps(ctx, "C-2")] == [step.text for step in MINE.steps]


def test_a_step_that_was_done_keeps_its_assignment(ctx: Context) -> None:
    assign(ctx, Selection(("C-1",)), "silent")
    tasks.end(of(ctx, "kim"), "T-2", "done")
    with pytest.raises(UndoConflictError):
        undo(ctx)
    assert len(steps(ctx, "C-1")) == 3


def test_what_is_refused(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(ctx)
    with pytest.raises(NotFoundError, match="no playbook “nope”"):
        assign(ctx, ALL, "nope")
    with pytest.raises(UsageError, match="today or later"):
        assign(ctx, ALL, "silent", start=ctx.today - 1)
    with pytest.raises(UsageError, match="a name has"):
        assign(ctx, ALL, "silent", owner=" ")
    with pytest.raises(ConflictError, match="no longer 3"):
        assign(ctx, ALL, "silent", expect=3)
    monkeypatch.setattr(assigning, "MOST", 3)
    with pytest.raises(UsageError, match="4 clients at once; at most 3"):
        assign(ctx, ALL, "silent")
    assert state(ctx) == before

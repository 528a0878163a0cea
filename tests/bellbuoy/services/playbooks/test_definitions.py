"""Playbooks are kept, changed and taken back; starters stand in no store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.desk.changing import changing
from bellbuoy.services.playbooks.assigning import assign
from bellbuoy.services.playbooks.definitions import (
    add,
    definitions,
    edit,
    find,
    keep_within,
    listed,
    remove,
)
from bellbuoy.services.undo.taking_back import redo, undo
from core.desk.types import Selection
from core.playbooks.types import Playbook, Step
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import HOSTILE, of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

MINE = Playbook("mine", HOSTILE, "owner:raj", (Step("one", 0), Step(HOSTILE, 3, "call")))


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store)


def names(ctx: Context) -> list[str]:
    return [playbook.name for playbook, _ in listed(ctx)]


def test_starters_are_there_and_nothing_is_written(ctx: Context) -> None:
    before = state(ctx)
    assert names(ctx) == ["renewal", "save-18", "silent"]
    assert definitions(ctx) == ()
    assert find(ctx, "renewal").origin == "starter"
    assert state(ctx) == before
    assert sets(ctx) == []


def test_added_once_in_one_change_and_back(ctx: Context) -> None:
    before = state(ctx)
    other = replace(MINE, name="other", owner="kim", expected="they stay")
    kept = add(ctx, [MINE, other])
    assert kept == definitions(ctx)
    assert [each.does_like(wanted) for each in kept for wanted in (MINE, other)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert {(each.rev, each.saved_by) for each in kept} == {(1, "ana")}
    assert add(ctx, [MINE]) == (kept[0],)
    assert len(sets(ctx)) == 1
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert definitions(ctx) == kept


def test_a_name_is_had_once(ctx: Context) -> None:
    add(ctx, [MINE])
    before = state(ctx)
    with pytest.raises(ConflictError, match="already"):
        add(ctx, [replace(MINE, name="fresh"), replace(MINE, title="another")])
    with pytest.raises(UsageError, match="twice"):
        add(ctx, [replace(MINE, name="fresh"), replace(MINE, name="fresh")])
    assert state(ctx) == before


def test_an_edited_starter_is_ones_own(ctx: Context) -> None:
    before = state(ctx)
    wanted = replace(find(ctx, "renewal"), when="renews<90d")
    assert edit(ctx, wanted).origin == "own"
    assert names(ctx) == ["renewal", "save-18", "silent"]
    again = edit(ctx, find(ctx, "renewal"))
    assert (again.rev, len(sets(ctx))) == (1, 1)
    with pytest.raises(ConflictError, match="meanwhile"):
        edit(ctx, replace(wanted, title="x"), expect=7)
    with pytest.raises(NotFoundError, match="no playbook “nope”"):
        edit(ctx, replace(wanted, name="nope"))
    undo(ctx)
    assert state(ctx) == before
    assert find(ctx, "renewal").when == "renews<=60d"


def test_one_that_is_followed_does_not_go(ctx: Context) -> None:
    add(ctx, [MINE])
    assign(of(ctx, "kim"), Selection(("C-1",)), "mine")
    before = state(ctx)
    with pytest.raises(ConflictError, match="1 client follows mine"):
        undo(ctx)
    with ctx.store.unit() as unit, pytest.raises(ConflictError):
        remove(unit, "mine")
    assert state(ctx) == before


def test_within_the_change_of_somebody_else(ctx: Context) -> None:
    before = state(ctx)
    with (
        ctx.store.unit() as unit,
        changing(ctx, unit, "playbook.edit", "two", {"playbook": (["mine", "b2"], ())}) as one,
    ):
        keep_within(ctx, unit, MINE, one.id)
        keep_within(ctx, unit, replace(MINE, name="b2"), one.id)
        remove(unit, "mine")
    assert [each.name for each in definitions(ctx)] == ["b2"]
    undo(ctx)
    assert state(ctx) == before


def test_who_may_not(ctx: Context) -> None:
    rep = of(ctx, "mei", "rep")
    assert names(rep) == names(ctx)
    with pytest.raises(DeniedError):
        add(rep, [MINE])
    with pytest.raises(DeniedError):
        assign(of(ctx, "ann", "analyst"), Selection(("C-1",)), "silent")

"""Views are kept once, shared once, and nobody's version is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.undo.taking_back import redo, undo
from bellbuoy.services.views import reading, writing
from core.access.types import Viewer
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from core.views.types import View, ViewConflictError
from storage.views.reads import by_key
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NewStore

LATE = View("Late", "clients", "renews<30d seen>14d", sort="renews")


def of(ctx: Context, name: str, role: str) -> Context:
    return replace(ctx, viewer=Viewer(name, role))


def mine(ctx: Context) -> list[str]:
    return [view.name for view in reading.listed(ctx) if view.owner]


def test_saved_read_changed(new_store: NewStore) -> None:
    ctx = new_store()
    kept = writing.save(ctx, LATE)
    assert (kept.owner, kept.saved_by, kept.shared) == ("ana", "ana", "")
    assert reading.find(ctx, "late") == kept
    assert writing.save(ctx, LATE) == kept  # the same once more: nothing is written
    changed = writing.save(ctx, replace(kept, query="renews<9d"), rev=kept.rev)
    assert changed.rev > kept.rev
    assert reading.find(ctx, "ana/LATE") == changed
    assert [each[1:] for each in sets(ctx)] == [("view.save", "Late")] * 2


def test_of_two_who_save_at_once_neither_loses(new_store: NewStore) -> None:
    ctx = new_store()
    seen = writing.save(ctx, LATE)
    first = writing.save(ctx, replace(seen, query="arr>1k"), rev=seen.rev)
    wanted = replace(seen, query="arr>2k")
    with pytest.raises(ViewConflictError) as caught:
        writing.save(ctx, wanted, rev=seen.rev)
    assert caught.value.standing == first
    assert caught.value.wanted == replace(wanted, query="arr>2000")
    assert "arr>1000" in str(caught.value)
    assert "arr>2000" in str(caught.value)
    with pytest.raises(ViewConflictError):
        writing.save(ctx, wanted)  # new, but the name is taken
    assert reading.find(ctx, "Late") == first
    writing.delete(ctx, "Late")
    with pytest.raises(ViewConflictError) as caught:
        writing.save(ctx, wanted, rev=first.rev)
    assert caught.value.standing is None


def test_a_version_that_came_back_by_undo_is_no_other_one(new_store: NewStore) -> None:
    """Saved, changed, undone, changed otherwise: whoever saw the first change is told."""
    ctx = new_store()
    first = writing.save(ctx, LATE)
    second = writing.save(ctx, replace(first, query="arr>1k"), rev=first.rev)
    undo(ctx)
    writing.save(ctx, replace(first, query="arr>3k"), rev=first.rev)
    with pytest.raises(ViewConflictError):
        writing.save(ctx, replace(second, query="arr>4k"), rev=second.rev)


def _changed(ctx: Context) -> None:
    writing.save(ctx, replace(LATE, by="owner"), rev=reading.find(ctx, "Late").rev)


DEEDS: list[Callable[[Context], object]] = [
    lambda ctx: writing.save(ctx, replace(LATE, name="Other")),
    _changed,
    lambda ctx: writing.delete(ctx, "Late"),
    lambda ctx: writing.share(ctx, "Late", "*"),
]


@pytest.mark.parametrize("deed", DEEDS)
def test_each_change_goes_back_and_comes_again(
    deed: Callable[[Context], object], new_store: NewStore
) -> None:
    ctx = new_store()
    writing.save(ctx, LATE)
    before = state(ctx)
    deed(ctx)
    after = state(ctx)
    assert after != before
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert state(ctx) == after


def test_what_is_private_nobody_else_has(new_store: NewStore) -> None:
    ctx = new_store()
    writing.save(ctx, LATE)
    for role in ("rep", "manager", "admin"):
        other = of(ctx, "mei", role)
        assert mine(other) == []
        with pytest.raises(NotFoundError):
            reading.find(other, "ana/Late")
        with pytest.raises(NotFoundError):
            writing.save(other, replace(LATE, owner="ana", query="arr>1"), rev=1)
        with pytest.raises(NotFoundError):
            writing.delete(other, "ana/Late")


def test_what_is_shared_is_changed_by_whoever_may_share(new_store: NewStore) -> None:
    ctx = new_store()
    rep, boss = of(ctx, "mei", "rep"), of(ctx, "raj", "manager")
    writing.save(boss, LATE)
    shared = writing.share(boss, "Late", "rep")
    assert reading.find(rep, "late") == shared
    assert mine(of(ctx, "zoe", "analyst")) == []
    with pytest.raises(DeniedError):
        writing.share(rep, "Late", "")
    with pytest.raises(DeniedError):
        writing.delete(rep, "Late")
    with pytest.raises(DeniedError):
        writing.save(rep, replace(shared, query="arr>1"), rev=shared.rev)
    own = writing.save(rep, replace(LATE, query="arr>1"))  # one of the same name, private
    assert (own.owner, reading.find(rep, "late").query) == ("mei", "arr>1")
    assert reading.find(rep, "raj/late") == shared
    kept = writing.save(ctx, replace(shared, query="arr>2"), rev=shared.rev)  # an admin
    assert (kept.owner, kept.saved_by, kept.shared) == ("raj", "ana", "rep")


def test_a_name_is_shared_once_also_by_undo(new_store: NewStore) -> None:
    ctx = new_store()
    boss, other = of(ctx, "raj", "manager"), of(ctx, "mei", "manager")
    for each in (boss, other):
        writing.save(each, LATE)
    writing.share(boss, "Late", "*")
    with pytest.raises(ConflictError, match="raj/late"):
        writing.share(other, "mei/Late", "*")
    writing.delete(boss, "raj/Late")
    writing.share(other, "mei/Late", "*")
    with pytest.raises(ConflictError, match="mei/late"):
        undo(boss)
    with ctx.reader() as reader:
        assert by_key(reader, "raj/late") is None


def test_what_cannot_be_done(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = new_store()
    with pytest.raises(UsageError, match="came with the program"):
        writing.delete(ctx, "My book")
    with pytest.raises(NotFoundError, match="no list"):
        writing.save(ctx, View("x", "jobs"))
    with pytest.raises(NotFoundError, match="no view"):
        writing.share(ctx, "Late", "*")
    writing.save(ctx, LATE)
    with pytest.raises(NotFoundError, match="no role"):
        writing.share(ctx, "Late", "nobody-knows")
    with pytest.raises(ViewConflictError):
        writing.delete(ctx, "Late", rev=99)
    monkeypatch.setattr(writing, "MOST", 1)
    with pytest.raises(UsageError, match="all there can be"):
        writing.save(ctx, replace(LATE, name="Two"))


def test_a_plan_raises_the_same_and_writes_nothing(new_store: NewStore) -> None:
    ctx = new_store()
    before = state(ctx)
    assert writing.plan(ctx, LATE).query == LATE.query
    assert state(ctx) == before
    writing.save(ctx, LATE)
    with pytest.raises(ViewConflictError):
        writing.plan(ctx, replace(LATE, query="arr>1"))

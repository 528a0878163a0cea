"""Calls and notes: kept exact, once, mended, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.context import Context
from bellbuoy.services.desk.client_desk import of_client
from bellbuoy.services.desk.interactions import add, count, edit, page, show
from bellbuoy.services.undo.taking_back import redo, undo
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.desk.working import HOSTILE, of, some_clients
from tests.bellbuoy.services.undo.standing import sets, state
from tests.fixtures.stores import NOW, NewStore, move


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return some_clients(new_store)


def test_it_is_kept_exact_and_newest_first(ctx: Context) -> None:
    long = HOSTILE + "x" * 10_240 + "\x00é\r\n"
    (note,) = add(ctx, ["C-1"], long)
    assert (note.key, note.kind, note.who, note.at, note.rev) == ("I-1", "note", "ana", NOW, 1)
    move(ctx, NOW + timedelta(hours=1))
    add(of(ctx, "mei"), ["Client 2"], "rang Dana", kind="call")
    add(ctx, ["C-1"], "yesterday", kind="email", at=NOW - timedelta(days=1))
    assert [each.key for each in page(ctx).rows] == ["I-2", "I-1", "I-3"]
    assert show(ctx, "i-1").text == long
    assert [each.key for each in page(ctx, "client:C-1").rows] == ["I-1", "I-3"]
    assert count(ctx, "kind:call,email who:mei") == 1
    assert count(ctx, "who:me rang") == 0
    assert count(ctx, "rang") == 1
    found = of_client(ctx, "C-1")
    assert [each.key for each in found.interactions] == ["I-1", "I-3"]
    assert found.interaction_count == 2


def test_the_same_is_written_once(ctx: Context) -> None:
    first = add(ctx, ["C-1", "C-2"], "kick-off", kind="meeting", at=NOW)
    assert add(ctx, ["C-2", "C-1", "C-1"], "kick-off", kind="meeting", at=NOW) == first[::-1]
    third = add(ctx, ["C-3", "C-1"], "kick-off", kind="meeting", at=NOW)
    assert [each.key for each in third] == ["I-3", "I-1"]
    assert [action for _, action, _ in sets(ctx)] == ["interaction.add"] * 2


def test_every_change_of_one_is_taken_back(ctx: Context) -> None:
    before = state(ctx)
    add(ctx, ["C-1", "C-2"], "first")
    added = state(ctx)
    edit(ctx, "I-1", text="second", kind="call", at=NOW - timedelta(hours=2))
    assert show(ctx, "I-1").rev == 2
    edited = state(ctx)
    undo(ctx)
    assert state(ctx) == added
    undo(ctx)
    assert state(ctx) == before
    redo(ctx)
    assert state(ctx) == added
    redo(ctx)
    assert state(ctx) == edited


def test_a_number_is_given_out_once(ctx: Context) -> None:
    """What another writes meanwhile is in the way of no redo."""
    add(ctx, ["C-1"], "first")
    undo(ctx)
    (other,) = add(of(ctx, "mei"), ["C-2"], "other")
    assert other.key == "I-2"
    redo(ctx)
    assert show(ctx, "I-1").text == "first"


def test_an_edit_changes_what_differs_alone(ctx: Context) -> None:
    (before,) = add(ctx, ["C-1"], "first")
    assert edit(ctx, "I-1", text="first") == before
    after = edit(ctx, "I-1", text="second", expect=1)
    assert (after.text, after.kind, after.at, after.rev) == ("second", "note", NOW, 2)
    with pytest.raises(ConflictError, match="I-1 was changed meanwhile"):
        edit(ctx, "I-1", text="third", expect=1)
    assert len(sets(ctx)) == 2


def test_what_is_refused_writes_nothing(ctx: Context) -> None:
    for words in ({"text": " "}, {"text": "x" * 65_537}, {"text": "x", "kind": "fax"},
                  {"text": "x", "at": NOW + timedelta(minutes=1)}):  # fmt: skip
        with pytest.raises(UsageError):
            add(ctx, ["C-1"], **words)
    with pytest.raises(NotFoundError):
        add(ctx, ["C-1", "C-99"], "x")
    with pytest.raises(NotFoundError):
        show(ctx, "I-7")
    with pytest.raises(NotFoundError):
        show(ctx, "call")
    with pytest.raises(DeniedError):
        add(of(ctx, "zoe", "analyst"), ["C-1"], "x")
    assert sets(ctx) == []
    assert page(ctx).rows == ()


def test_a_past_moment_knows_what_was_said_by_then(ctx: Context) -> None:
    add(ctx, ["C-1"], "early", at=NOW - timedelta(days=3))
    add(ctx, ["C-1"], "late")
    then = of_client(ctx.looking_at(NOW - timedelta(days=1)), "C-1")
    assert [each.text for each in then.interactions] == ["early"]
    assert then.interaction_count == 1
    assert of_client(of(ctx, "zoe", "analyst"), "C-1").interactions == ()


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_text_comes_back_as_it_was(new_store: NewStore, text: str) -> None:
    if not text.strip():
        return
    ctx = some_clients(new_store, 1)
    (found,) = add(ctx, ["C-1"], text)
    assert show(ctx, found.key).text == text

"""A change in the middle has one holder, and its rows are nobody else's."""

from __future__ import annotations

import pytest

from core.values.errors import ConflictError
from storage.audit.actor import Actor
from storage.audit.unfinished import (
    Holder,
    claim,
    drop_set,
    go_on,
    open_change,
    others_written,
    unfinished,
)
from storage.audit.writes import Change
from storage.engine.store import Store
from storage.store.writes import put_setting

ANA = Actor("ana", "admin", "t", 1)
ONE, TWO = Holder("one", 11, "here"), Holder("two", 22, "there")


@pytest.fixture
def store(a_store: Store) -> Store:
    """One change is in the middle, and has written the setting `a`."""
    with a_store.unit() as unit:
        change = Change(unit, ANA, "client.tag", "9 clients")
        change.watch("setting", ["a"])
        put_setting(unit, "a", "1")
        change.settle()
        open_change(unit, change.id, ONE, 5, 9)
    return a_store


def test_it_is_told_with_its_holder_and_how_far_it_is(store: Store) -> None:
    with store.unit() as unit:
        assert go_on(unit, 1, "one", 6, 4)
        (found,) = unfinished(unit)
        assert (found.step.who, found.holder, found.pid, found.host) == (
            "ana",
            "one",
            11,
            "here",
        )
        assert (found.alive_us, found.words) == (6, "in progress, 4 of 9")
        assert claim(unit, 1, "one", TWO, 7) == 1
        (found,) = unfinished(unit)
        assert (found.holder, found.words) == ("two", "being taken back, 1 row left")


def test_of_two_that_claim_it_one_has_it_and_the_former_goes_on_no_more(store: Store) -> None:
    with store.unit() as unit:
        assert claim(unit, 1, "one", TWO, 7) == 1
        assert claim(unit, 1, "one", Holder("three", 33, "here"), 8) is None
        assert not go_on(unit, 1, "one", 9, 5)
        assert go_on(unit, 1, "two", 9, 0)


def test_its_rows_are_refused_to_others_and_free_once_it_is_gone(store: Store) -> None:
    with store.unit() as unit:
        assert others_written(unit, [1], "setting", ["b", "a"]) == (1, "a")
        assert others_written(unit, [2], "setting", ["a"]) is None
        other = Change(unit, ANA, "store.clock", "clock")
        other.watch("setting", ["b"])
        with pytest.raises(ConflictError, match=r"setting a belongs to change 1 \(client.tag"):
            other.watch("setting", ["a"])
        Change(unit, ANA, "client.tag", "9 clients", number=1, portion=1).watch(
            "setting", ["a"]
        )
    with store.unit() as unit:
        unit.run("DELETE FROM change_row WHERE change_id = 1")
        drop_set(unit, 1)
        assert unfinished(unit) == ()
        Change(unit, ANA, "store.clock", "clock").watch("setting", ["a"])

"""A change set is in the transaction of its change, and keeps only what differs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from storage.audit.actor import Actor
from storage.audit.writes import Change, audit
from storage.engine.store import Store
from storage.engine.unit import Unit

ANA = Actor("ana", "manager", "t-1", 17)


@pytest.fixture
def store(a_store: Store) -> Store:
    return a_store


def rows(store: Store, table: str) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        return reader.rows(f"SELECT * FROM {table}")


def test_a_change_set_with_its_rows_and_its_audit(store: Store) -> None:
    with store.unit() as unit:
        change = Change(unit, ANA, "thing.do", "thing 1")
        change.inserted("client", 7, 3)
        change.inserted("client", 9, 0)
        change.updated("client", 4, {"a": 1, "b": "é", "c": None}, {"a": 1, "b": "x", "c": 2})
        change.updated("client", 5, {"a": 1}, {"a": 1})
        change.close({"z": 1, "é": "ü"})
    assert rows(store, "change_set") == [
        (1, 17, "ana", "thing.do", "thing 1", "t-1", '{"z": 1, "é": "ü"}')
    ]
    [new, old] = rows(store, "change_row")
    assert new == (1, 0, "client", "7", 3, None, None)
    assert old[:5] == (1, 1, "client", "4", 1)
    assert json.loads(old[5]) == {"b": "é", "c": None}
    assert json.loads(old[6]) == {"b": "x", "c": 2}
    assert rows(store, "audit") == [
        (1, 17, "ana", "manager", "thing.do", "thing 1", "done", "", "t-1", 1)
    ]


def test_numbers_go_upwards(store: Store) -> None:
    for expected in (1, 2, 3):
        with store.unit() as unit:
            change = Change(unit, ANA, "x", "y")
            assert change.id == expected
            change.close()


def test_a_change_that_fails_leaves_no_set(store: Store) -> None:
    def fails(unit: Unit) -> None:
        change = Change(unit, ANA, "x", "y")
        change.inserted("client", 1)
        change.close()
        raise RuntimeError

    with pytest.raises(RuntimeError), store.unit() as unit:
        fails(unit)
    assert rows(store, "change_set") == rows(store, "change_row") == rows(store, "audit") == []


def test_a_denial_has_no_change(store: Store) -> None:
    with store.unit() as unit:
        audit(unit, ANA, "store:clock", "", "denied", reason="role manager may not")
    [row] = rows(store, "audit")
    assert row[4:] == ("store:clock", "", "denied", "role manager may not", "t-1", None)

"""What became of one row since a change, by whom."""

from __future__ import annotations

from storage.audit.actor import Actor
from storage.audit.steps import values_since
from storage.audit.writes import Change
from storage.engine.store import Store
from storage.store.writes import drop_setting, put_setting


def setting(store: Store, who: str, name: str, value: str | None) -> int:
    with store.unit() as unit:
        change = Change(unit, Actor(who, "admin", "", 0), "test", name)
        change.watch("setting", [name])
        if value is None:
            drop_setting(unit, name)
        else:
            put_setting(unit, name, value)
        change.close()
        return change.id


def test_each_value_in_order_with_who(a_store: Store) -> None:
    first = setting(a_store, "ana", "a", "1")
    made = [
        setting(a_store, "mei", "a", "2"),
        setting(a_store, "raj", "b", "9"),
        setting(a_store, "raj", "a", None),
    ]
    with a_store.reader() as reader:
        found = values_since(reader, first, "setting", "a")
    assert [(step.id, step.who) for step, _ in found] == [(made[0], "mei"), (made[2], "raj")]
    assert [row for _, row in found] == [{"value": "2"}, None]

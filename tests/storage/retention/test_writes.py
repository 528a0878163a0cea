"""Rows of one class go, at most so many at a time, and none of the other."""

from __future__ import annotations

import pytest

from storage.engine.store import Store
from storage.retention import writes
from storage.retention.reads import due, next_due_day
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import calls, client, event, store
from tests.fixtures.stores import context

DAY = TODAY - 50


def test_one_class_and_so_many(a_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "CHUNK", 2)
    ctx = context(a_store)
    store(ctx, "client", [client("a", TODAY - 90)])
    store(ctx, "event", [
        *(calls(ctx, f"c{n}", "a", DAY, 1) for n in range(5)),
        *(event(ctx, f"e{n}", "a", DAY, "report.opened", 1) for n in range(3)),
        calls(ctx, "later", "a", DAY + 1, 1),
    ])  # fmt: skip
    with a_store.unit() as unit:
        gone = [writes.delete_some(unit, "telemetry", DAY) for _ in range(4)]
        assert gone == [2, 2, 1, 0]
        assert next_due_day(unit, "telemetry", DAY - 9, DAY) is None
        assert next_due_day(unit, "telemetry", DAY, DAY + 1) == DAY + 1
        assert due(unit, "events", DAY) == (3, DAY)
        assert due(unit, "telemetry", DAY + 1) == (1, DAY + 1)

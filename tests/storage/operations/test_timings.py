"""Counted times in the store, on each engine: added up."""

from __future__ import annotations

from storage.engine.store import Store
from storage.operations.timings import add_timings, timings


def test_times_of_several_processes_add_up(a_store: Store) -> None:
    with a_store.unit() as unit:
        add_timings(unit, 100, [("read", 250, 3, 600), ("write", 8000, 1, 7000)])
        add_timings(unit, 100, [("read", 250, 2, 500)])
        add_timings(unit, 101, [("read", 500, 4, 1900)])
    with a_store.reader() as reader:
        assert timings(reader, 0) == {"read": {250: 5, 500: 4}, "write": {8000: 1}}
        assert timings(reader, 101) == {"read": {500: 4}}

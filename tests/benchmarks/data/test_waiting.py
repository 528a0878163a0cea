"""The longest that another writer waited is seen from a process of its own."""

from __future__ import annotations

import time

import pytest

from benchmarks.data.waiting import kept_waiting
from storage.engine.store import Store


@pytest.mark.process
def test_who_waits_for_the_lock_is_seen(a_store: Store) -> None:
    with kept_waiting(a_store) as waited:
        with a_store.unit() as unit:
            unit.value("SELECT count(*) FROM setting")
            time.sleep(0.8)
        time.sleep(0.2)
    assert waited.times >= 1
    assert waited.longest >= 0.3

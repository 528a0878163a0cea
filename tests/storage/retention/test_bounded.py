"""How many rows are due: counted where they are few, estimated where they are many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.engine.store import Store
from storage.engine.unit import Unit, bulk_insert
from storage.events.tables import Event
from storage.retention import bounded
from storage.retention.bounded import Count
from storage.retention.reads import about_due, due
from tests.fixtures.stores import NewStore

_COLUMNS = (
    "id", "source", "external_id", "client_id", "at_us", "day", "known_us", "backfilled",
    "kind", "value",
)  # fmt: skip
FIRST, LAST = 20_000, 20_399


def fill(unit: Unit, per_day: dict[int, int], kind: str = "calls") -> None:
    """So many events of a kind on each day."""
    first = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM event"))
    days = [day for day, number in per_day.items() for _ in range(number)]
    rows = [(n, "s", str(n), 1, 0, day, 0, 0, kind, 1) for n, day in enumerate(days, first)]
    unit.bulk(bulk_insert(Event, _COLUMNS), rows)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many are more than 30 rows, and more than 5 on a day."""
    monkeypatch.setattr(bounded, "MOST", 30)
    monkeypatch.setattr(bounded, "OF_DAY", 5)


def test_few_are_counted(a_store: Store, small: None) -> None:
    with a_store.unit() as unit:
        fill(unit, {FIRST: 10, FIRST + 1: 5, FIRST + 9: 4})
        fill(unit, {FIRST + 1: 3}, "export")
        assert about_due(unit, "telemetry", FIRST + 1) == Count(15, FIRST)
        assert about_due(unit, "events", FIRST + 1) == Count(3, FIRST + 1)
        assert about_due(unit, "events", FIRST) == Count(0, None)


def test_many_are_estimated_from_some_days(a_store: Store, small: None) -> None:
    with a_store.unit() as unit:
        fill(unit, dict.fromkeys(range(FIRST, LAST + 1), 2))
        found = about_due(unit, "telemetry", LAST)
        assert found == Count(800, FIRST, estimated=True)
        # What has many a day is told by its share of them.
        fill(unit, dict.fromkeys(range(FIRST, LAST + 1), 6), "export")
        exact = due(unit, "events", LAST)
        about = about_due(unit, "events", LAST)
        assert about.estimated
        assert abs(about.rows - exact[0]) < exact[0] // 3


def test_the_first_day_is_found_behind_what_is_not_due(a_store: Store, small: None) -> None:
    with a_store.unit() as unit:
        fill(unit, {FIRST: 40})
        fill(unit, dict.fromkeys(range(FIRST + 200, LAST + 1), 1), "export")
        found = about_due(unit, "events", LAST)
        assert found.estimated
        assert found.first is not None
        assert FIRST + 200 <= found.first <= FIRST + 230
        assert 150 <= found.rows <= 250


@settings(max_examples=30, deadline=None)
@given(days=st.lists(st.integers(0, 6), min_size=1, max_size=12), cut=st.integers(-1, 13))
def test_what_is_counted_is_what_a_count_finds(
    new_sqlite: NewStore, days: list[int], cut: int
) -> None:
    store = new_sqlite().store
    with store.unit(durable=False) as unit:
        fill(unit, {FIRST + n: number for n, number in enumerate(days)})
        assert about_due(unit, "telemetry", FIRST + cut) == Count(
            *due(unit, "telemetry", FIRST + cut)
        )

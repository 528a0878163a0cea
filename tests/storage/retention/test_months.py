"""Folding one day at a time, as rows."""

from __future__ import annotations

import pytest

from core.store.months import month_of
from storage.engine.store import Store
from storage.retention import bounded, months
from tests.fixtures.drawn import TODAY

DAY = month_of(TODAY) + 3


def fill(store: Store) -> None:
    with store.unit() as unit:
        for client in range(1, 8):
            for day in (DAY, DAY + 1):
                unit.run(
                    "INSERT INTO usage_day (day, client_id, calls, logins)"
                    " VALUES (:day, :client, :calls, :logins)",
                    {"day": day, "client": client, "calls": client % 3,
                     "logins": client % 2 if day == DAY else 0},
                )  # fmt: skip
            unit.run(
                "INSERT INTO usage_total"
                " (day, client_id, source, known_us, backfilled, flagged)"
                " VALUES (:day, :client, 'app', 0, 0, 0)",
                {"day": DAY, "client": client},
            )
            unit.run(
                "INSERT INTO usage_total_change"
                " (id, source, client_id, day, known_us, until_us)"
                " VALUES (:client, 'app', :client, :day, 0, 1)",
                {"day": DAY, "client": client},
            )


def fold(store: Store, day: int) -> list[int]:
    went = [1]
    while went[-1]:
        with store.unit() as unit:
            went.append(months.fold_some(unit, day))
    return went[1:-1]


def test_chunk_by_chunk_every_row_is_counted_once(
    a_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "CHUNK", 3)
    fill(a_store)
    with a_store.reader() as reader:
        due = months.due_months(reader, DAY + 1)
        # The newest of what was replaced stays: numbers are made from it.
        assert due == (
            {"usage_day": 14, "usage_total": 7, "usage_total_change": 6}, DAY, 2, False
        )  # fmt: skip
        assert months.about_due_months(reader, DAY + 1) == due
        assert months.next_day_to_fold(reader, DAY - 9, DAY + 1) == DAY
    assert fold(a_store, DAY) == [3, 3, 1, 3, 3, 1, 3, 3]
    assert fold(a_store, DAY + 1) == [3, 3, 1]
    with a_store.reader() as reader:
        assert months.next_day_to_fold(reader, DAY - 9, DAY + 1) is None
        assert reader.rows("SELECT * FROM usage_month ORDER BY client_id") == [
            (
                month_of(DAY), client, 2 * (client % 3), client % 2,
                2 if client % 3 else client % 2,
                DAY + 1 if client % 3 else DAY if client % 2 else -1,
                DAY if client % 2 else -1,
            )
            for client in range(1, 8)
        ]  # fmt: skip


def test_many_days_are_estimated(a_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(a_store)
    monkeypatch.setattr(bounded, "MOST", 6)
    with a_store.reader() as reader:
        found = months.about_due_months(reader, DAY + 1)
        # So few days that each of them is looked at.
        assert found == (
            {"usage_day": 14, "usage_total": 7, "usage_total_change": 6}, DAY, 2, True
        )  # fmt: skip
        assert months.due_bytes(reader, a_store.engine, found) > 0

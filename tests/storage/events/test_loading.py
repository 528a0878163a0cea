"""Day totals of a store that nobody uses yet."""

import pytest

from core.values.errors import BellbuoyError
from storage.events.loading import fill_sum, insert_days, insert_totals
from tests.fixtures.stores import NewStore

TOLD = [(1, 100, 5, 0, 77), (3, 100, None, 2, 77), (1, 101, 7, 1, 78)]
DAYS = [(100, 1, 5, 0), (100, 3, 0, 2), (101, 1, 7, 1)]


def test_they_stand_as_they_were_told(new_store: NewStore) -> None:
    store = new_store().store
    with store.unit() as unit:
        insert_totals(unit, "demo", TOLD)
        insert_days(unit, DAYS)
        for day in (99, 100, 101):
            fill_sum(unit, day)
    with store.reader() as reader:
        totals = reader.rows(
            "SELECT client_id, day, calls, logins, known_us, source, backfilled, flagged"
            " FROM usage_total ORDER BY day, client_id"
        )
        sums = reader.rows("SELECT day, calls, logins FROM usage_sum ORDER BY day")
    assert totals == [(*row, "demo", 1, 0) for row in TOLD]
    assert sums == [(100, 5, 2), (101, 7, 1)], "a day without use has no sum"


@pytest.mark.parametrize("twice", ["totals", "days"])
def test_what_was_there_is_never_replaced(new_store: NewStore, twice: str) -> None:
    store = new_store().store

    def put() -> None:
        with store.unit() as unit:
            if twice == "totals":
                insert_totals(unit, "demo", TOLD)
            else:
                insert_days(unit, DAYS)

    put()
    with pytest.raises(BellbuoyError):
        put()

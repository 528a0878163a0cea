"""New clients with what their use comes to, and the marks of all of them."""

from storage.clients.loading import insert_used_clients
from storage.clients.tables import Client
from storage.clients.writes import insert_clients
from storage.engine.bulk import table_columns
from storage.health.loading import insert_used_scores
from storage.health.marks import mark_history_of_everyone
from storage.health.writes import insert_scores
from tests.fixtures.stores import NewStore

ROW = (
    "One", "one", "Energy", "SE", "Pro", "ana", "active", None, 9, None, None, None, None,
)  # fmt: skip
RECORDED = 1_000


def test_they_differ_from_ordinary_ones_in_their_use_alone(new_store: NewStore) -> None:
    store = new_store().store
    with store.unit() as unit:
        insert_clients(unit, [(1, "a", *ROW)], RECORDED)
        insert_scores(unit, [1], 30)
        insert_used_clients(unit, RECORDED, [(2, "b", *ROW, 28, None)])
        insert_used_scores(unit, 30, [(2, 70, 3, 5, 5)])
        mark_history_of_everyone(unit)
        mark_history_of_everyone(unit)
    with store.reader() as reader:
        columns = table_columns(Client)
        rows = reader.rows(f"SELECT {', '.join(columns)} FROM client ORDER BY id")
        ordinary, used = (dict(zip(columns, row, strict=True)) for row in rows)
        scores = reader.rows("SELECT * FROM score ORDER BY client_id")
        marks = reader.rows("SELECT client_id, gen FROM history_due ORDER BY client_id")
    assert used == {**ordinary, "id": 2, "key": "b", "last_seen_day": 28}
    differing = [(a, b) for a, b in zip(*scores, strict=True) if a != b]
    assert differing == [(1, 2), (0, 70), (0, 3), (None, 5), (None, 5)]
    assert marks == [(1, 2), (2, 2)]

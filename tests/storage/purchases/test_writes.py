"""Numbers of transactions: those of data are the same with a feed as without."""

from __future__ import annotations

from storage.purchases import reads
from storage.purchases.writes import NewPurchase, delete_fed, insert_data, insert_fed
from tests.fixtures.stores import NewStore

AT = 1_700_000_000_000_000


def bought(key: str) -> NewPurchase:
    return NewPurchase(key, 1, AT, 1_050, "USD", "Books", "55+", "Houston", AT)


def test_feeds_count_downwards_and_data_upwards(new_store: NewStore) -> None:
    ctx = new_store()
    with ctx.store.unit() as unit:
        insert_data(unit, 1, [bought("T-0001"), bought("T-0002")])
        insert_fed(unit, 1, [bought("T-SIM-1-1"), bought("T-SIM-1-2")])
        insert_fed(unit, 2, [bought("T-SIM-2-1")])
        insert_fed(unit, 1, [bought("T-SIM-1-3")])
        insert_data(unit, 3, [bought("T-0003")])
    with ctx.reader() as reader:
        found = reader.rows("SELECT id, key, run_id FROM purchase ORDER BY id")
        assert found == [
            (-4, "T-SIM-1-3", 1), (-3, "T-SIM-2-1", 2), (-2, "T-SIM-1-2", 1),
            (-1, "T-SIM-1-1", 1), (1, "T-0001", None), (2, "T-0002", None),
            (3, "T-0003", None),
        ]  # fmt: skip
        # Of one instant: what came last stands first, feeds before data.
        assert [each.key for each in reads.latest(reader, 5)] == [
            "T-SIM-1-3", "T-SIM-2-1", "T-SIM-1-2", "T-SIM-1-1", "T-0003",
        ]  # fmt: skip
        assert reads.came(reader) == (3, {1: -4, 2: -3})
        assert reads.fed(reader, [1, 2, 3]) == {1: 3, 2: 1}


def test_taking_out_one_feed_leaves_all_else(new_store: NewStore) -> None:
    ctx = new_store()
    with ctx.store.unit() as unit:
        insert_data(unit, 1, [bought("T-0001")])
        before = reads.checksum_without(unit, None)
        insert_fed(unit, 1, [bought("T-SIM-1-1")])
        insert_fed(unit, 2, [bought("T-SIM-2-1")])
        assert reads.checksum_without(unit, 1) == f"{before}+1"
        delete_fed(unit, 1)
        assert reads.checksum_without(unit, 1) == before
        assert [each.key for each in reads.latest(unit, 5)] == ["T-SIM-2-1", "T-0001"]

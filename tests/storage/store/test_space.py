"""Bytes by table and index: told by the engine, else estimated."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.store import stats
from storage.engine.store import Store
from storage.store import space as module
from storage.store.sizes import client_day_bytes, index_sizes, table_sizes
from storage.store.space import space, table_bytes
from tests.fixtures.stores import context


def test_every_table_and_index_has_bytes(a_demo: Store) -> None:
    with a_demo.reader() as reader:
        found = space(reader, a_demo.engine)
        tables = {each.name for each in reader.tables()}
        assert {each.table for each in found} == tables
        assert {each.table for each in found if each.index is None} == tables
        assert not any(each.estimated for each in found)
        assert "client_by_health" in {each.index for each in found}
        filled = {e.table for e in table_sizes(reader, found) if e.rows and e.bytes}
        assert {"client", "usage_day", "score"} <= filled


def test_one_table_is_all_of_its_parts(a_demo: Store) -> None:
    with a_demo.reader() as reader:
        found = space(reader, a_demo.engine)
        parts = sum(each.bytes for each in found if each.table == "client")
        assert table_bytes(reader, a_demo.engine, "client") == parts > 0
        assert table_bytes(reader, a_demo.engine, "client") > 0


def test_the_largest_index_stands_first(a_demo: Store) -> None:
    with a_demo.reader() as reader:
        sizes = index_sizes(space(reader, a_demo.engine))
    assert [size.bytes for size in sizes] == sorted((s.bytes for s in sizes), reverse=True)
    assert len({size.index for size in sizes}) == len(sizes)


def test_without_pages_to_read_a_sample_tells(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_tells", lambda _reader: False)
    ctx = context(demo_store)
    found = stats(ctx)
    assert found.estimated
    assert found.indexes == ()
    tables = {each.table: each for each in found.tables}
    assert tables["change_set"].bytes > 0
    days = tables["usage_day"]
    assert days.rows * 6 < days.bytes < days.rows * 60
    assert found.client_day_bytes == client_day_bytes(found.tables)
    with ctx.reader() as reader:
        assert table_bytes(reader, "sqlite", "usage_day") == days.bytes


def test_an_empty_store_has_no_client_days(a_store: Store) -> None:
    assert stats(context(a_store)).client_day_bytes is None

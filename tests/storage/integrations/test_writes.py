"""Sources and imports as the store keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.integrations.types import FileCount
from storage.engine.store import Store
from storage.integrations import reads, writes


@pytest.fixture
def store(empty_store: Path) -> Store:
    return Store(empty_store)


def test_a_source_once_feeds_what_it_ever_fed(store: Store) -> None:
    with store.unit() as unit:
        told = [writes.put_source(unit, "crm", *feeds, at) for at, feeds in enumerate(
            ((False, True), (True, False), (False, False))
        )]  # fmt: skip
        assert told == [True, False, False]
        assert unit.rows("SELECT * FROM source") == [("crm", 1, 1, 0)]


def test_an_import_counts_its_files_on(store: Store) -> None:
    with store.unit() as unit:
        run = writes.begin_import(unit, "crm", "digest", True, 5)
        for _ in range(2):
            writes.begin_file(unit, run, 0, "a.csv", "client", "sha")
        writes.advance_file(unit, run, 0, 3, 2, 1)
        writes.advance_file(unit, run, 0, 1, 0, 0)
        writes.note_newest(unit, run, 9)
        writes.note_newest(unit, run, 4)
        writes.note_newest(unit, run, None)
    with store.reader() as reader:
        assert reads.file_counts(reader, run) == (FileCount("a.csv", "client", 7, 4, 2, 1),)
        assert reads.file_watermark(reader, run, 0) == (7, False)
        assert reads.file_watermark(reader, run, 1) == (0, False)
        assert reads.newest_of(reader, run) == 9
        assert reads.unfinished_import(reader, "crm", "digest") == (run, True)
        assert reads.unfinished_import(reader, "crm", "other") is None
        assert not reads.had_import(reader, "crm")
    with store.unit() as unit:
        writes.finish_file(unit, run, 0)
        writes.finish_import(unit, run, 8)
    with store.reader() as reader:
        assert reads.file_watermark(reader, run, 0) == (7, True)
        assert reads.unfinished_import(reader, "crm", "digest") is None
        assert reads.had_import(reader, "crm")
        assert not reads.had_import(reader, "app")
        assert reads.newest_of(reader, run) == 9
        assert reader.value("SELECT ended_us FROM import_run") == 8

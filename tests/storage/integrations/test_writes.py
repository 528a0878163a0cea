"""Sources and imports as the store keeps them."""

from __future__ import annotations

import pytest

from core.integrations.layout import Watermark
from core.integrations.types import FileCount
from storage.engine.store import Store
from storage.integrations import reads, writes
from storage.integrations.reads import Earlier, FileState


@pytest.fixture
def store(a_store: Store) -> Store:
    return a_store


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
            writes.begin_file(unit, run, 0, "a.csv", "client", "sha", 7)
        writes.advance_file(unit, run, 0, (3, 2, 1), Watermark(70, 8))
        writes.advance_file(unit, run, 0, (1, 0, 0))
        writes.note_newest(unit, run, 9)
        writes.note_newest(unit, run, 4)
        writes.note_newest(unit, run, None)
    with store.reader() as reader:
        assert reads.file_counts(reader, run) == (FileCount("a.csv", "client", 7, 4, 2, 1),)
        assert reads.file_state(reader, run, 0) == FileState(7, False, Watermark(70, 8))
        assert reads.file_state(reader, run, 1) == FileState()
        assert reads.newest_of(reader, run) == 9
        assert reads.unfinished_import(reader, "crm", "digest") == (run, True)
        assert reads.unfinished_import(reader, "crm", "other") is None
        assert not reads.had_import(reader, "crm")
    with store.unit() as unit:
        writes.finish_file(unit, run, 0)
        writes.end_import(unit, run, "done", 8)
    with store.reader() as reader:
        assert reads.file_state(reader, run, 0) == FileState(7, True, Watermark(70, 8))
        assert reads.unfinished_import(reader, "crm", "digest") is None
        assert reads.had_import(reader, "crm")
        assert not reads.had_import(reader, "app")
        assert reads.newest_of(reader, run) == 9
        assert reader.value("SELECT ended_us FROM import_run") == 8


def test_rules_are_kept_once(store: Store) -> None:
    with store.unit() as unit:
        assert [writes.put_layout(unit, name, name.upper()) for name in "abab"] == [1, 2, 1, 2]
        assert (reads.layout_number(unit, "b"), reads.layout_number(unit, "c")) == (2, None)
        assert (reads.layout_body(unit, 2), reads.layout_body(unit, 3)) == ("B", None)


def taken(store: Store, run: int, position: int, sha: str, stored: int, kind: str) -> None:
    """A file that an import of `crm` took in whole."""
    with store.unit() as unit:
        if run > int(unit.value("SELECT coalesce(max(id), 0) FROM import_run")):
            writes.begin_import(unit, "crm", f"i{run}", False, 0)
        rules = writes.put_layout(unit, "rules", "…")
        writes.begin_file(unit, run, position, f"{sha}.csv", kind, sha, rules)
        writes.advance_file(unit, run, position, (stored, 5, 1))
        writes.finish_file(unit, run, position)


def test_the_last_time_that_a_file_was_taken_in_is_found(store: Store) -> None:
    taken(store, 1, 0, "x", 5, "client")
    taken(store, 2, 3, "x", 0, "client")
    with store.unit() as unit:
        writes.begin_file(unit, 2, 4, "half.csv", "client", "half", 1)
    with store.reader() as reader:
        assert reads.earlier_file(reader, "crm", "x", "rules") == Earlier(2, 3, "x.csv", 6, 1)
        assert reads.earlier_file(reader, "app", "x", "rules") is None
        assert reads.earlier_file(reader, "crm", "x", "other") is None
        assert reads.earlier_file(reader, "crm", "half", "rules") is None


def test_what_was_stored_since_is_known_by_kind_and_place(store: Store) -> None:
    taken(store, 1, 0, "a", 5, "client")
    taken(store, 1, 1, "b", 2, "usage")
    taken(store, 2, 0, "c", 0, "client")
    with store.reader() as reader:

        def since(kinds: list[str], run: int, position: int) -> bool:
            return reads.stored_since(reader, "crm", kinds, run, position)

        assert since(["usage"], 1, 0)
        assert not since(["usage"], 1, 1)
        assert not since(["client"], 1, 0)  # the later one stored nothing
        assert since(["event", "client"], 0, 0)
        assert not since([], 0, 0)

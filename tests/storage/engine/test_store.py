"""What a URL means, and what a store can do that does not exist yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, NotFoundError, UsageError
from storage.engine.opening import open_store, sqlite_path
from storage.engine.sqlite_store import SqliteStore
from storage.engine.store import Store
from storage.engine.version import SCHEMA
from storage.store.writes import put_setting


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("a/b.db", "a/b.db"),
        ("sqlite:////tmp/x.db", "/tmp/x.db"),
        ("sqlite:///x.db", "x.db"),
        ("/tmp/what?.db", "/tmp/what?.db"),
    ],
)
def test_urls_are_paths(url: str, path: str) -> None:
    store = open_store(url)
    assert isinstance(store, SqliteStore)
    assert store.path == sqlite_path(url) == Path(path)
    assert (store.engine, store.url) == ("sqlite", path)


def test_a_home_is_meant_by_its_sign() -> None:
    assert sqlite_path("~/x.db") == Path.home() / "x.db"


@pytest.mark.parametrize(("url", "code"), [("mysql://host/db", 7), ("", 2), ("sqlite:///", 2)])
def test_what_cannot_be_opened_is_refused(url: str, code: int) -> None:
    with pytest.raises(BellbuoyError) as caught:
        open_store(url)
    assert caught.value.exit_code == code


def test_a_store_is_made_once(new_url: str) -> None:
    store = open_store(new_url)
    with pytest.raises(NotFoundError, match="no store at"):
        store.schema()
    store.refuse_taken()
    store.create()
    assert store.schema() == open_store(store.address).schema() == SCHEMA
    for again in (store.refuse_taken, store.create):
        with pytest.raises(UsageError, match="exists already"):
            again()
    assert store.size().bytes > 0


def test_a_draft_takes_the_name_when_it_is_whole(new_url: str) -> None:
    store = open_store(new_url)
    draft = store.draft()
    draft.create()
    with draft.unit() as unit:
        put_setting(unit, "mark", "1")
    with pytest.raises(NotFoundError):
        store.schema()
    store.publish(draft)
    with pytest.raises(NotFoundError):
        draft.schema()
    with store.reader() as reader:
        assert reader.rows("SELECT value FROM setting") == [("1",)]
        assert reader.value("SELECT fold('Ä')") == "ä"


def test_a_name_that_is_taken_stays_with_its_owner(a_store: Store, new_url: str) -> None:
    draft = open_store(new_url).draft()
    draft.create()
    with pytest.raises(UsageError, match="exists already"):
        a_store.publish(draft)
    assert draft.schema() == a_store.schema() == SCHEMA


def test_a_draft_is_discarded_whole(new_url: str) -> None:
    draft = open_store(new_url).draft()
    draft.discard()
    draft.create()
    draft.discard()
    draft.refuse_taken()
    with pytest.raises(NotFoundError):
        draft.schema()


def test_an_older_form_is_brought_up_after_a_copy(new_url: str) -> None:
    store = open_store(new_url)
    store.create(3)
    with store.unit() as unit:
        put_setting(unit, "mark", "1")
    assert store.schema() == 3
    copy = store.migrate()
    assert copy is not None
    assert store.schema() == SCHEMA
    assert store.migrate() is None
    assert open_store(copy).schema() == 3
    for each in (store, open_store(copy)):
        with each.reader() as reader:
            assert reader.rows("SELECT value FROM setting") == [("1",)]

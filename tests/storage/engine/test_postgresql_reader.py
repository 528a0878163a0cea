"""What only a server does: time limits, dropped connections, told commits."""

from __future__ import annotations

import pytest

from core.values.errors import BellbuoyError, RemoteError
from storage.engine.opening import open_store
from storage.engine.postgresql_reader import PostgresReader
from storage.engine.postgresql_store import PostgresStore
from storage.store.writes import put_setting
from tests.fixtures.postgresql import Server, Shelf


@pytest.fixture
def store(shelf: Shelf) -> PostgresStore:
    return shelf.empty()


def drop(server: Server, reader: PostgresReader) -> None:
    """End the connection of a reader, as a restart of the server does."""
    pid = reader.value("SELECT pg_backend_pid()")
    server.run(f"SELECT pg_terminate_backend({pid}, 5000)")


def test_a_query_that_takes_too_long_is_stopped(store: PostgresStore) -> None:
    short = open_store(store.address.replace("timeout=60", "timeout=1"))
    with short.reader() as reader:
        with pytest.raises(BellbuoyError, match="did not answer within 1 s") as caught:
            reader.rows("SELECT pg_sleep(10)")
        assert "?timeout=" in caught.value.hint
        assert reader.value("SELECT 1") == 1


def test_work_that_is_waited_for_is_stopped_by_an_asked_for_limit_alone(
    store: PostgresStore,
) -> None:
    with store.patient().reader() as reader:
        assert reader.value("SHOW statement_timeout") == "0"
    with store.reader() as reader:
        assert reader.value("SHOW statement_timeout") == "1min"
    short = open_store(store.address.replace("timeout=60", "timeout=7"))
    with short.patient().reader() as reader:
        assert reader.value("SHOW statement_timeout") == "7s"


def test_a_lost_connection_costs_a_read_nothing(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        drop(postgresql_server, reader)
        assert reader.value("SELECT 1") == 1


def test_a_snapshot_is_not_silently_another(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        reader.begin()
        drop(postgresql_server, reader)
        with pytest.raises(RemoteError, match="is away"):
            reader.value("SELECT 1")
        assert reader.value("SELECT 1") == 1
        reader.end()


def test_commits_that_nobody_could_tell_of_count_as_changes(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        seen = reader.changes()
        drop(postgresql_server, reader)
        with store.unit() as unit:
            put_setting(unit, "mark", "1")
        assert reader.changes() != seen


def test_other_schemas_are_not_heard(store: PostgresStore, shelf: Shelf) -> None:
    other = shelf.empty()
    with store.reader() as reader:
        seen = reader.changes()
        with other.unit() as unit:
            put_setting(unit, "mark", "1")
        reader.value("SELECT 1")
        assert reader.changes() == seen


def test_a_reader_given_back_listens_to_nothing(store: PostgresStore) -> None:
    with store.reader() as reader:
        reader.changes()
        pid = reader.value("SELECT pg_backend_pid()")
    with store.reader() as reader:
        assert reader.value("SELECT pg_backend_pid()") == pid
        assert reader.rows("SELECT * FROM pg_listening_channels()") == []


def test_a_stream_left_open_is_closed_with_its_reader(store: PostgresStore) -> None:
    with store.reader() as reader:
        stream = reader.stream("SELECT value FROM ints('[1, 2]')")
        next(stream)
    with store.reader() as reader:
        assert reader.rows("SELECT name FROM pg_cursors") == []

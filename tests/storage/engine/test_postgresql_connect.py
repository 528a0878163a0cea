"""Connections that are kept, and what is told when there is none to be had."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from core.values.errors import BellbuoyError, NotFoundError, RemoteError, UsageError
from storage.engine import postgresql_connect as module
from storage.engine.opening import open_store
from storage.engine.postgresql_connect import IDLE, Idle, connect, lives
from storage.engine.postgresql_store import PostgresStore
from storage.engine.postgresql_url import parse_postgresql
from tests.fixtures.postgresql import Server, Shelf


@pytest.fixture
def store(shelf: Shelf) -> PostgresStore:
    return shelf.empty()


def test_a_connection_is_used_again(store: PostgresStore) -> None:
    pids = set()
    for _ in range(3):
        with store.reader() as reader:
            pids.add(reader.value("SELECT pg_backend_pid()"))
    assert len(pids) == 1


def test_one_may_serve_another_schema_next(shelf: Shelf) -> None:
    idle = Idle()
    first, second = shelf.empty().place, shelf.empty().place
    connection = idle.take(first, writes=False)
    idle.give(first, connection, writes=False)
    again = idle.take(second, writes=False)
    assert again is connection
    assert again.execute("SELECT current_schema()").fetchone() == (second.schema,)
    other = idle.take(second, writes=True)
    assert other is not connection
    for each in (again, other):
        idle.give(second, each, writes=each is other)
    idle.close()
    assert connection.closed


def test_few_are_kept(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 2)
    idle = Idle()
    taken = [idle.take(store.place, writes=False) for _ in range(3)]
    for connection in taken:
        idle.give(store.place, connection, writes=False)
    assert [connection.closed for connection in taken] == [True, False, False]
    idle.close()


def test_one_in_the_middle_of_something_is_not_kept(store: PostgresStore) -> None:
    idle = Idle()
    connection = idle.take(store.place, writes=False)
    connection.execute("BEGIN")
    idle.give(store.place, connection, writes=False)
    assert connection.closed


def test_one_that_its_server_dropped_is_not_handed_out(
    store: PostgresStore, postgresql_server: Server
) -> None:
    idle = Idle()
    connection = idle.take(store.place, writes=False)
    idle.give(store.place, connection, writes=False)
    assert lives(connection)
    pid = connection.info.backend_pid
    postgresql_server.run(f"SELECT pg_terminate_backend({pid}, 5000)")
    again = idle.take(store.place, writes=False)
    assert again is not connection
    assert again.execute("SELECT 1").fetchone() == (1,)
    again.close()


def test_a_fork_begins_without_any(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = Idle()
    connection = idle.take(store.place, writes=False)
    idle.give(store.place, connection, writes=False)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    again = idle.take(store.place, writes=False)
    assert again is not connection
    again.close()
    connection.close()


def test_a_server_that_is_away_is_told_in_a_line(tmp_path: Path) -> None:
    store = open_store(f"postgresql://ana:secret@/db?host={tmp_path}&schema=x")
    with pytest.raises(RemoteError, match=f"the database at {tmp_path}:5432 is away") as caught:
        store.schema()
    assert (caught.value.exit_code, "\n" in caught.value.message) == (7, False)
    assert "secret" not in f"{caught.value.message}{caught.value.hint}"


def test_a_database_that_is_not_there_is_told(postgresql_server: Server) -> None:
    url = postgresql_server.url.replace("/postgres?", "/nowhere?")
    with pytest.raises(NotFoundError, match=r"no such database.*nowhere"):
        open_store(url).schema()


def test_a_user_that_is_not_let_in_is_told(
    postgresql_server: Server, store: PostgresStore
) -> None:
    url = store.address.replace("postgres@", "nobody:secret@")
    with pytest.raises(RemoteError, match="nobody") as caught:
        open_store(url).schema()
    assert "secret" not in caught.value.message


def test_a_server_that_is_too_old_is_refused(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OLDEST", 990000)
    with pytest.raises(UsageError, match="too old, 99 is the oldest"):
        connect(store.place, writes=False)


def test_a_database_of_another_encoding_is_refused(postgresql_server: Server) -> None:
    postgresql_server.run(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    )
    place = parse_postgresql(postgresql_server.url.replace("/postgres?", "/latin?"))
    with pytest.raises(UsageError, match="keeps text as LATIN1"):
        connect(place, writes=False)
    postgresql_server.run("DROP DATABASE latin")


def test_a_server_that_comes_back_costs_nobody_an_error(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        reader.begin()
        seen = reader.changes()
        postgresql_server.stop()
        try:
            for _ in range(2):
                with pytest.raises(RemoteError, match="is away"):
                    reader.rows("SELECT 1")
            with pytest.raises(RemoteError, match="is away"), store.unit() as unit:
                unit.rows("SELECT 1")
            with pytest.raises(BellbuoyError):
                reader.changes()
        finally:
            postgresql_server.start()
        assert reader.value("SELECT 1") == 1
        assert reader.changes() != seen
        with store.unit() as unit:
            assert unit.value("SELECT 2") == 2
    IDLE.close()


def test_a_reader_outlives_a_restart_that_it_never_saw(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        assert reader.value("SELECT 1") == 1
        postgresql_server.stop()
        postgresql_server.start()
        assert reader.value("SELECT 1") == 1


WITHOUT = """
    import sys
    sys.modules["psycopg"] = None
    from bellbuoy.__main__ import main
    sys.exit(main(["client", "list", "--store", "postgresql://h/db"]))
"""
SQLITE_ONLY = """
    import sys
    from bellbuoy.__main__ import main
    assert main(["client", "list", "--store", sys.argv[1], "--json"]) == 0
    assert "psycopg" not in sys.modules
"""


def run(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *args],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip


def test_without_the_driver_one_line_says_how_to_get_it() -> None:
    done = run(WITHOUT)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: a PostgreSQL store needs its driver",
        "hint: pip install 'bellbuoy[postgresql]'",
    ]


def test_a_file_is_opened_without_the_driver(demo_store: Path) -> None:
    done = run(SQLITE_ONLY, str(demo_store))
    assert done.returncode == 0, done.stderr

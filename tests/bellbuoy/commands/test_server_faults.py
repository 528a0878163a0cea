"""A PostgreSQL store whose server goes, drops connections, or has no room."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from bellbuoy.__main__ import main
from bellbuoy.services import settings
from core.store.types import ClockSetting
from core.values.errors import BellbuoyError, ConflictError, RemoteError
from storage.engine import postgresql_connect
from storage.engine.postgresql_connect import IDLE
from storage.engine.postgresql_store import PostgresStore
from tests.bellbuoy.commands.conftest import Told
from tests.fixtures.postgresql import Server, Shelf
from tests.fixtures.stores import context

Run = Callable[..., Told]


@pytest.fixture
def store(shelf: Shelf, demo_schema: PostgresStore) -> PostgresStore:
    return shelf.copy(demo_schema)


@pytest.fixture
def run(away: object, store: PostgresStore, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line on the store; its address is not shown."""

    def told(*words: str) -> Told:
        capsys.readouterr()
        code = main([*words, "--store", store.address])
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return told


def test_a_server_that_is_away_is_one_line_and_then_it_is_back(
    run: Run, postgresql_server: Server
) -> None:
    assert run("radar", "-q").code == 0
    postgresql_server.stop()
    try:
        for line in ("radar -q", "config set clock live", "store check", "metrics"):
            told = run(*line.split())
            assert (told.code, told.out) == (7, ""), told
            first, second = told.err.splitlines()
            assert first.startswith("error: the database at ")
            assert " is away: " in first
            assert second.startswith("hint: start it")
        doctor = run("doctor")
        assert doctor.code == 8
        assert "!! fail  store" in doctor.out
    finally:
        postgresql_server.start()
    assert run("radar", "-q").code == 0
    assert run("config", "set", "clock", "live").code == 0


def test_a_connection_that_is_dropped_costs_a_reader_nothing(
    store: PostgresStore, postgresql_server: Server
) -> None:
    with store.reader() as reader:
        before = reader.value("SELECT count(*) FROM client")
        dropped = postgresql_server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'bellbuoy'"
        )
        assert dropped
        assert reader.value("SELECT count(*) FROM client") == before


def test_a_connection_that_is_dropped_in_a_write_stores_nothing_of_it(
    store: PostgresStore, postgresql_server: Server
) -> None:
    def write() -> None:
        with store.unit() as unit:
            unit.run("UPDATE client SET name = 'half' WHERE key = 'C-0003'")
            pid = unit.value("SELECT pg_backend_pid()")
            postgresql_server.run(f"SELECT pg_terminate_backend({pid})")
            unit.run("UPDATE client SET name = 'half' WHERE key = 'C-0004'")

    with pytest.raises(RemoteError, match="is away"):
        write()
    with store.reader() as reader:
        assert reader.value("SELECT count(*) FROM client WHERE name = 'half'") == 0
    ctx = context(store)
    settings.set_clock(ctx, ClockSetting("live"))


def test_who_waits_for_the_lock_is_told_who_has_it(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connect, "LOCK_S", 1)
    IDLE.close()
    held, done = threading.Event(), threading.Event()
    pids: list[int] = []

    def hold() -> None:
        with store.unit() as unit:
            pids.append(unit.value("SELECT pg_backend_pid()"))
            held.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(30)
        with pytest.raises(ConflictError) as caught, store.unit():
            raise AssertionError("it must not begin")
        assert caught.value.message == (
            f"the store is locked by another writer: server process {pids[0]} (bellbuoy)"
        )
    finally:
        done.set()
        thread.join()
        IDLE.close()
    with store.unit() as unit:
        assert unit.value("SELECT 1") == 1


def test_a_full_disk_of_the_server_is_one_line(
    store: PostgresStore, postgresql_server: Server
) -> None:
    """The quota of temporary files is the one that a server keeps by itself."""
    role = postgresql_server.run("SELECT current_user")[0][0]
    postgresql_server.run(f"ALTER ROLE {role} SET temp_file_limit = '64kB'")
    postgresql_server.run(f"ALTER ROLE {role} SET work_mem = '64kB'")
    IDLE.close()
    many = "SELECT count(*) FROM (SELECT DISTINCT generate_series(1, 200000) AS n) AS x"

    def write() -> None:
        with store.unit() as unit:
            unit.run("UPDATE client SET name = 'half' WHERE key = 'C-0003'")
            unit.value(many)

    try:
        with pytest.raises(BellbuoyError) as caught:
            write()
    finally:
        for name in ("temp_file_limit", "work_mem"):
            postgresql_server.run(f"ALTER ROLE {role} RESET {name}")
        IDLE.close()
    assert "the disk is full or cannot be written" in caught.value.message
    with closing(psycopg.connect(postgresql_server.url)), store.reader() as reader:
        assert reader.value("SELECT count(*) FROM client WHERE name = 'half'") == 0

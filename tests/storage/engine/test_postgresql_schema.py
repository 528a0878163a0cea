"""Stores in schemas: whose they are, and what a migration leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from core.values.errors import ConflictError, NotFoundError, UsageError
from storage.engine import postgresql_schema as module
from storage.engine.content import content_hash
from storage.engine.opening import open_store
from storage.engine.postgresql_store import PostgresStore
from storage.engine.sqlite_store import SqliteStore
from storage.engine.tables import referred_first
from storage.engine.upgrade import upgrade_connection
from storage.engine.version import SCHEMA
from storage.schema import METADATA
from storage.store.writes import put_setting
from tests.fixtures.postgresql import Server, Shelf
from tests.storage.engine.forms import fill


@pytest.fixture
def fresh(shelf: Shelf) -> PostgresStore:
    """A store that does not exist yet."""
    store = open_store(shelf.new())
    assert isinstance(store, PostgresStore)
    return store


def tables(store: PostgresStore) -> dict[str, object]:
    """The form of every table, as the database has it."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: __import__("psycopg").connect(store.place.conninfo),
    )
    try:
        found = inspect(engine)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in columns],
                sorted(
                    (str(index["name"]), index["unique"], tuple(index.get("expressions", [])),
                     tuple(index["column_names"]))
                    for index in found.get_indexes(name, schema=store.place.schema)
                ),
                found.get_pk_constraint(name, schema=store.place.schema)["constrained_columns"],
                sorted(
                    (tuple(key["constrained_columns"]), key["referred_table"])
                    for key in found.get_foreign_keys(name, schema=store.place.schema)
                ),
            )
            for name, columns in (
                (name, found.get_columns(name, schema=store.place.schema))
                for name in found.get_table_names(schema=store.place.schema)
            )
            if name not in ("alembic_version", "client_search_text")
        }  # fmt: skip
    finally:
        engine.dispose()


def test_an_empty_schema_may_become_a_store(
    fresh: PostgresStore, postgresql_server: Server
) -> None:
    postgresql_server.run(f"CREATE SCHEMA {fresh.place.schema}")
    with pytest.raises(NotFoundError):
        fresh.schema()
    draft = fresh.draft()
    draft.create()
    fresh.publish(draft)
    assert fresh.schema() == SCHEMA


@pytest.mark.parametrize("mark", ["", "COMMENT ON SCHEMA {} IS 'mine'"])
def test_somebody_else_s_schema_is_left_alone(
    fresh: PostgresStore, postgresql_server: Server, mark: str
) -> None:
    name = fresh.place.schema
    postgresql_server.run(f"CREATE SCHEMA {name}")
    postgresql_server.run(f"CREATE TABLE {name}.alembic_version (version_num text)")
    if mark:
        postgresql_server.run(mark.format(name))
    with pytest.raises(UsageError, match="no Bellbuoy store"):
        fresh.schema()
    for act in (fresh.create, fresh.refuse_taken):
        with pytest.raises(UsageError, match="exists already"):
            act()
    fresh.discard()
    assert postgresql_server.run(f"SELECT count(*) FROM {name}.alembic_version") == [(0,)]


def test_a_newer_store_is_refused(fresh: PostgresStore, postgresql_server: Server) -> None:
    fresh.create()
    postgresql_server.run(
        f"UPDATE {fresh.place.schema}.alembic_version SET version_num = '{SCHEMA + 1:04d}'"
    )
    with pytest.raises(ConflictError, match="made by a newer Bellbuoy"):
        fresh.schema()


def test_every_form_ends_in_the_tables_that_are_declared(shelf: Shelf) -> None:
    expected = set(METADATA.tables)
    found = []
    for start in (1, 3, SCHEMA):
        store = open_store(shelf.new())
        assert isinstance(store, PostgresStore)
        store.create(start)
        store.migrate()
        found.append(tables(store))
    assert set(found[0]) == expected
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("start", range(1, SCHEMA))
def test_an_older_store_becomes_what_it_becomes_as_a_file(
    fresh: PostgresStore, tmp_path: Path, start: int
) -> None:
    file = SqliteStore(tmp_path / "old.db")
    file.create(start)
    fill(file.path)
    fresh.create(start)
    with file.reader() as reader, fresh.unit() as unit:
        for table in referred_first(reader.tables()):
            names = ", ".join(table.columns)
            marks = ", ".join("?" for _ in table.columns)
            for row in reader.rows(f"SELECT {names} FROM {table.name}"):
                unit.run(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", row)
    hashes = []
    for store in (file, fresh):
        for _ in range(2):
            with store.reader() as reader:
                hashes.append(content_hash(reader))
            store.migrate()
    assert hashes[0] == hashes[2]
    if start < 12:  # the step from there counts open incidents, and these are none
        assert hashes[0] != hashes[1]
    assert hashes[1] == hashes[3]


def test_texts_compare_by_code_point_and_nothing_counts_by_itself(shelf: Shelf) -> None:
    store = shelf.empty()
    with store.reader() as reader:
        odd = reader.rows(
            "SELECT c.table_name, c.column_name, c.data_type, c.collation_name"
            " FROM information_schema.columns c WHERE c.table_schema = :schema"
            " AND c.table_name <> 'alembic_version'"
            " AND NOT (c.data_type = 'bigint' OR c.data_type = 'bytea'"
            "   OR (c.data_type = 'text' AND c.collation_name = 'C'))",
            {"schema": store.place.schema},
        )
        assert odd == []
        assert reader.rows(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = :schema",
            {"schema": store.place.schema},
        ) == []  # fmt: skip


def test_a_migration_that_fails_leaves_the_old_store(
    fresh: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.create(2)
    with fresh.unit() as unit:
        put_setting(unit, "mark", "1")
    before = tables(fresh)

    def late(connection: object, target: int) -> None:
        upgrade_connection(connection, target)  # type: ignore[arg-type]
        if target == SCHEMA:
            raise RuntimeError("at the last moment")

    monkeypatch.setattr(module, "upgrade_connection", late)
    with pytest.raises(RuntimeError):
        fresh.migrate()
    assert (fresh.schema(), tables(fresh)) == (2, before)
    copy = PostgresStore(fresh.place.beside(f"{fresh.place.schema}_form_2"))
    with pytest.raises(NotFoundError):
        copy.schema()
    monkeypatch.undo()
    assert fresh.migrate() == copy.url
    assert (fresh.schema(), copy.schema()) == (SCHEMA, 2)


def test_a_copy_of_an_earlier_try_is_made_anew(fresh: PostgresStore) -> None:
    fresh.create(2)
    copy = PostgresStore(fresh.place.beside(f"{fresh.place.schema}_form_2"))
    copy.create(2)
    with copy.unit() as unit:
        put_setting(unit, "old", "1")
    assert fresh.migrate() == copy.url
    with copy.reader() as reader:
        assert reader.rows("SELECT * FROM setting") == []


def test_a_schema_in_the_way_of_the_copy_is_left_alone(
    fresh: PostgresStore, postgresql_server: Server
) -> None:
    fresh.create(2)
    postgresql_server.run(f"CREATE SCHEMA {fresh.place.schema}_form_2")
    with pytest.raises(UsageError, match="stands where the copy is to go"):
        fresh.migrate()
    assert fresh.schema() == 2


def test_functions_of_another_python_are_told(
    fresh: PostgresStore, postgresql_server: Server
) -> None:
    fresh.create()
    postgresql_server.run(f"COMMENT ON FUNCTION {fresh.place.schema}.fold(text) IS 'Unicode 1'")
    with fresh.reader() as reader:
        found = {finding.name: finding.broken for finding in reader.soundness()}
    assert found == {"file": 0, "references": 0, "functions": 1}

"""The connection itself keeps to reading, whatever reached it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.sql.functions import FUNCTIONS
from core.sql.statement import Statement
from core.sql.tokens import tokens
from core.values.errors import BellbuoyError, ConflictError
from storage.sql.sqlite import SqliteSession
from tests.fixtures.dump import dump


@pytest.fixture
def session(demo_store: Path) -> Iterator[SqliteSession]:
    with closing(SqliteSession(demo_store)) as found:
        found.allow({"client", "score"})
        yield found


def raw(sql: str) -> Statement:
    """A statement past the door that judges it: the connection stands alone."""
    try:
        return Statement(sql, tuple(tokens(sql)))
    except BellbuoyError:
        return Statement(sql, ())


def rows(session: SqliteSession, sql: str) -> list[tuple[object, ...]]:
    session.open(raw(sql), 5.0)
    return session.fetch(1_000)


def test_it_reads_what_it_was_given(session: SqliteSession) -> None:
    assert rows(
        session, "SELECT count(*) FROM client c JOIN score s ON s.client_id = c.id"
    ) == [(15,)]
    assert len(rows(session, "WITH a AS (SELECT id FROM client) SELECT * FROM a")) == 15
    assert rows(
        session,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4)"
        " SELECT sum(i) FROM n",
    ) == [(10,)]
    assert rows(session, "SELECT value FROM json_each('[1,2]')") == [(1,), (2,)]


HIDDEN = (
    "SELECT * FROM audit",
    "SELECT 1 FROM audit",
    "SELECT count(*) FROM audit",
    "SELECT (SELECT max(id) FROM audit)",
    "SELECT * FROM client WHERE EXISTS (SELECT 1 FROM change_set)",
    "SELECT * FROM main.audit",
    'SELECT * FROM "audit"',
    "SELECT * FROM [audit]",
    "WITH a AS (SELECT * FROM audit) SELECT 1 FROM a",
    "SELECT * FROM client UNION ALL SELECT * FROM audit",
    "SELECT sql FROM sqlite_schema",
    "SELECT sql FROM sqlite_master",
    "SELECT * FROM pragma_table_info('client')",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM dbstat",
    "SELECT * FROM sqlite_stmt",
    "SELECT * FROM alembic_version",
    "SELECT * FROM usage_day",
)
WRITING = (
    "INSERT INTO client (id) VALUES (99)",
    "UPDATE client SET name = 'x'",
    "DELETE FROM client",
    "WITH a AS (SELECT 1) DELETE FROM client",
    "INSERT INTO client SELECT * FROM client RETURNING id",
    "REPLACE INTO setting (name, value) VALUES ('a', 'b')",
    "CREATE TABLE a (b)",
    "CREATE TEMP TABLE a (b)",
    "CREATE TEMP VIEW a AS SELECT 1",
    "CREATE VIRTUAL TABLE temp.a USING fts5(b)",
    "CREATE TEMP TRIGGER a AFTER INSERT ON client BEGIN SELECT 1; END",
    "DROP TABLE client",
    "ALTER TABLE client ADD COLUMN a",
    "REINDEX",
    "ANALYZE",
    "VACUUM",
    "VACUUM INTO '/tmp/a.db'",
    "ATTACH '/tmp/a.db' AS a",
    "ATTACH ':memory:' AS a",
    "DETACH main",
    "PRAGMA user_version = 1",
    "PRAGMA query_only = 0",
    "PRAGMA user_version",
    "PRAGMA writable_schema = 1",
    "BEGIN",
    "SAVEPOINT a",
)
CALLS = (
    "SELECT load_extension('a')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('/tmp/a', 'b')",
    "SELECT edit('a')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT zeroblob(1000000000)",
    "SELECT randomblob(1000000000)",
    "SELECT sqlite_compileoption_get(1)",
    "SELECT last_insert_rowid()",
    "SELECT sqlite_version()",
)


@pytest.mark.parametrize("sql", [*HIDDEN, *WRITING, *CALLS])
def test_everything_else_is_refused_by_sqlite_itself(
    session: SqliteSession, demo_store: Path, sql: str
) -> None:
    before = dump(demo_store)
    with pytest.raises(sqlite3.Error) as caught:
        rows(session, sql)
    told = session.fault(caught.value, raw(sql))
    assert told.exit_code in (1, 2)
    assert "\n" not in told.message
    assert dump(demo_store) == before


@pytest.mark.parametrize("sql", [sql for sql in HIDDEN if "UNION" not in sql])
def test_without_the_authorizer_these_would_read(demo_store: Path, sql: str) -> None:
    """Each test above can fail: a plain connection answers."""
    with closing(sqlite3.connect(demo_store)) as plain:
        assert plain.execute(sql).description is not None


def test_nothing_may_be_read_before_it_was_allowed(demo_store: Path) -> None:
    with closing(SqliteSession(demo_store)) as session, pytest.raises(sqlite3.Error):
        rows(session, "SELECT id FROM client")


def test_the_tables_with_their_columns(session: SqliteSession) -> None:
    found = [(each.table, each.column, each.type, each.key) for each in session.tables()]
    assert ("client", "id", "integer", True) in found
    assert ("client", "name", "text", False) in found
    assert ("usage_day", "client_id", "integer", True) in found
    tables = {table for table, *_ in found}
    assert "alembic_version" not in tables
    assert not any(table.startswith("sqlite_") for table in tables)


FAULTS = (
    ("select nme from client", "line 1, column 8: no column nme", "did you mean “name”?"),
    (
        "select name\nfrm client where 1",
        "line 2, column 5: not understood from “client” on",
        "",
    ),
    ("select * from clent", "line 1, column 15: no table clent", "did you mean “client”?"),
    ("select * from audit", "line 1, column 15: no table audit", "sql --tables"),
    ("select c.nix from client c", "line 1, column 10: no column c.nix", ""),
    ("select 1 from client where", "line 1, column 27: the statement ends too early", ""),
    ("select round(1, 2, 3)", "line 1, column 8: round takes another number", ""),
    ("select generate_series(1, 2)", "line 1, column 8: SQLite has no function", ""),
    (
        "select client_id from score a join score b using (window_day)",
        "line 1, column 8: several tables have a column client_id",
        "",
    ),
    ("select from client", "line 1, column 8: not understood from “from” on", ""),
    ("select 1 from client group by )", "line 1, column 31: not understood from “)” on", ""),
    ("select sum(9223372036854775807) from client", "integer overflow", ""),
    ("select json('{')", "malformed JSON", ""),
    ("select (select 1, 2)", "sub-select returns 2 columns - expected 1", ""),
)


@pytest.mark.parametrize(("sql", "told", "hint"), FAULTS)
def test_a_fault_is_one_line_led_by_its_place(
    session: SqliteSession, sql: str, told: str, hint: str
) -> None:
    with pytest.raises(sqlite3.Error) as caught:
        rows(session, sql)
    fault = session.fault(caught.value, raw(sql))
    assert fault.message.startswith(told)
    assert hint in fault.hint
    assert fault.exit_code == 2


def test_a_damaged_or_locked_file_is_no_fault_of_the_statement(session: SqliteSession) -> None:
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorname = "SQLITE_BUSY"
    assert isinstance(session.fault(locked, raw("select 1")), ConflictError)


def test_each_allowed_function_that_sqlite_has_can_be_called(session: SqliteSession) -> None:
    """The authorizer and the list of functions speak of the same names."""
    with closing(sqlite3.connect(":memory:")) as plain:
        has = {name for (name,) in plain.execute("SELECT name FROM pragma_function_list")}
    for name in sorted(FUNCTIONS & has):
        for args in ("", "1", "1, 1", "1, 1, 1"):
            told = ""
            try:
                session.open(raw(f"SELECT {name}({args})"), 5.0)
            except sqlite3.Error as error:
                told = str(error)
            assert "not authorized" not in told, name
            assert "prohibited" not in told, name


def test_text_that_is_no_utf8_is_shown_all_the_same(session: SqliteSession) -> None:
    assert rows(session, "SELECT cast(x'ff41' AS text)") == [("\ufffdA",)]

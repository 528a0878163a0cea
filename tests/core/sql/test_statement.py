"""What may be asked: one reading statement, known functions, visible names."""

from __future__ import annotations

import pytest

from core.sql.functions import FUNCTIONS, KEYWORDS
from core.sql.statement import LONGEST, check_names, near, statement
from core.values.errors import UsageError

READING = (
    "select 1",
    "SELECT 1 ;;",
    "values (1, 2)",
    "with a as (select 1) select * from a",
    "with a(x, y) as (select 1, 2), b(z) as not materialized (select 3) select * from a, b",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5)"
    " select i from n",
    "select * from (with a(x) as (select 1) select x from a) t(x)",
    "select count(*) filter (where a in (1, 2)) over (partition by b) from t",
    "select cast(a as numeric(10, 2)), a::numeric(10, 2) from t",
    "select t.a from u as t(a) where exists (select 1) and a > all (select 2)",
    "select coalesce(max(a), 0) from t join u using (a)",
)


@pytest.mark.parametrize("sql", READING)
def test_reading_statements(sql: str) -> None:
    assert statement(sql).sql == sql.rstrip(" ;")


REFUSED = (
    ("", "no statement"),
    (" -- nothing\n;", "no statement"),
    ("select 1; select 2", "line 1, column 9: one statement at a time"),
    ("delete from client", "line 1, column 1: DELETE is not for reading"),
    ("pragma user_version", "line 1, column 1: PRAGMA is not for reading"),
    ("(select 1)", "line 1, column 1: ( is not for reading"),
    ("explain select 1", "line 1, column 1: EXPLAIN is not for reading"),
    ("select pg_read_file('x')", "line 1, column 8: no function pg_read_file"),
    ('select "pg_read_file" (1)', "line 1, column 8: no function pg_read_file"),
    ("select pg_catalog.pg_sleep(9)", "line 1, column 19: no function pg_sleep"),
    ("select /**/ lo_import /**/ ('x')", "line 1, column 13: no function lo_import"),
    ("select load_extension('x')", "no function load_extension"),
    ("select query_to_xml('select 1', true, true, '')", "no function query_to_xml"),
    ("select set_config('a', 'b', true)", "no function set_config"),
    ("select * from (select 1) x, pg_ls_dir('.')", "no function pg_ls_dir"),
    ("select 1 with a(b) as (select 1)", "no function a"),
    (
        "select * from generate_series(1, 2) with ordinality as (a int), pg_ls_dir('.')",
        "no function pg_ls_dir",
    ),
    ("select 1 \0", "a zero character"),
    (f"select '{'x' * LONGEST}'", "longer than 100,000 characters"),
)


@pytest.mark.parametrize(("sql", "told"), REFUSED)
def test_everything_else_is_refused(sql: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        statement(sql)
    assert told in caught.value.message


def test_hints_help() -> None:
    with pytest.raises(UsageError, match="EXPLAIN") as caught:
        statement("explain select 1")
    assert caught.value.hint == "add --explain instead"
    with pytest.raises(UsageError) as caught:
        statement("select coalesc(1)")
    assert caught.value.hint == "did you mean “coalesce”?"
    assert near("zzzzzz", ["client"]) == ""


@pytest.mark.parametrize(
    "sql",
    [
        "select * from audit",
        'select * from "audit"',
        "select * from AUDIT",
        "select * from (table audit) a",
        "select a.id from client c, lateral (select * from public.audit) a",
        "select relname from pg_class",
        "select * from information_schema.tables",
        "select * from sqlite_schema",
        "select * from pragma_table_info",
    ],
)
def test_hidden_tables_and_catalogues_are_not_there(sql: str) -> None:
    with pytest.raises(UsageError, match="no table") as caught:
        check_names(statement(sql), {"audit"})
    assert caught.value.message.startswith("line 1, column ")


def test_a_column_may_be_called_like_a_hidden_table() -> None:
    asked = statement("select score, c.score from client c order by score")
    with pytest.raises(UsageError, match="no table score"):
        check_names(asked, {"score"})
    check_names(asked, {"score"}, {"score", "id"})
    for sql in ("select 1 from score", "select 1 from client join score s on 1 = 1"):
        with pytest.raises(UsageError, match="no table score"):
            check_names(statement(sql), {"score"}, {"score", "id"})


def test_a_text_that_names_a_hidden_table_is_a_text() -> None:
    check_names(statement("select 'audit' from client -- audit"), {"audit"})


def test_no_function_reaches_beyond_its_arguments() -> None:
    reaching = (
        "query_to_xml table_to_xml cursor_to_xml database_to_xml schema_to_xml dblink"
        " pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file pg_sleep lo_import lo_export"
        " lo_get current_setting set_config nextval setval pg_terminate_backend"
        " pg_cancel_backend pg_reload_conf load_extension readfile writefile edit"
        " fts3_tokenizer ts_stat xpath_table to_regclass has_table_privilege zeroblob"
        " randomblob pg_advisory_lock pg_notify txid_current eval"
    )
    assert FUNCTIONS.isdisjoint(reaching.split())
    assert KEYWORDS.isdisjoint(reaching.split())

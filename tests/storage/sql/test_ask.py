"""A statement asked within its time, its rows cut at the limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from core.sql.statement import statement
from core.values.errors import BellbuoyError, UsageError
from storage.engine.store import Store
from storage.sql.ask import answer, open_session, plan
from storage.sql.session import SqlSession
from storage.sql.timed import OutOfTime
from tests.fixtures.dump import dump

NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) "


@pytest.fixture
def session(a_demo: Store) -> Iterator[SqlSession]:
    with closing(open_session(a_demo)) as found:
        yield found


@pytest.mark.parametrize(
    ("limit", "rows", "cut"),
    [
        (None, 2500, None),
        (2499, 2499, True),
        (2500, 2500, False),
        (2501, 2500, False),
        (1, 1, True),
    ],
)
def test_the_limit_cuts_and_says_so(
    session: SqlSession, limit: int | None, rows: int, cut: bool | None
) -> None:
    asked = statement(NUMBERS.format(2500) + "select i, i * 2 as twice from n")
    found = answer(session, asked, set(), limit=limit, seconds=30)
    assert found.columns == ("i", "twice")
    assert list(found.rows) == [(i, 2 * i) for i in range(1, rows + 1)]
    assert found.cut is cut


def test_an_endless_statement_ends_with_its_time(session: SqlSession) -> None:
    asked = statement(NUMBERS.format("i + 1") + "select count(*) from n")
    with pytest.raises(OutOfTime):
        answer(session, asked, set(), limit=None, seconds=0.05)
    # The connection is whole: the next statement answers.
    assert list(answer(session, statement("select 1"), set(), limit=None, seconds=30).rows) == [
        (1,)
    ]


def test_a_hidden_table_is_told_with_its_place(session: SqlSession) -> None:
    with pytest.raises(UsageError, match="line 1, column 15: no table audit"):
        answer(session, statement("select * from audit"), {"client"}, limit=1, seconds=5)


def test_a_plan_is_told_in_words(session: SqlSession) -> None:
    asked = statement(
        "select c.name, count(*) from client as c join score s on s.client_id = c.id"
        " left join usage_day u on u.client_id = c.id where c.plan = 'free' group by 1"
    )
    tables = {"client", "score", "usage_day"}
    steps = plan(session, asked, tables, seconds=5)
    assert {step.table for step in steps} - {None} == tables
    assert [s.does for s in steps if s.access == "scan" and s.table == "client"] == [
        "reads every row of client"
    ]
    assert all(step.does and "\n" not in step.does for step in steps)
    if session.engine == "SQLite":
        assert [step.access for step in steps] == ["scan", "key", "scan", "sort"]


def test_a_plan_of_what_may_not_be_read_is_refused(session: SqlSession) -> None:
    with pytest.raises(UsageError, match="no table audit"):
        plan(session, statement("select * from audit"), {"client"}, seconds=5)


def test_sums_and_words_are_the_same_on_each_engine(session: SqlSession) -> None:
    asked = statement(
        "select count(*), sum(score), avg(score) > 1, min(name), least(3, 2), greatest(3, 2),"
        " fold('\u00c9A'), coalesce(null, 'x') from client where key in ('C-0002', 'C-0003')"
    )
    found = answer(session, asked, {"client"}, limit=None, seconds=5)
    (row,) = found.rows
    assert row[0] == 2
    assert isinstance(row[1], int)
    assert row[2] == 1
    assert row[4:] == (2, 3, "\u00e9a", "x")


WRITING = (
    "with a as (delete from client returning id) select * from a",
    "with a as (insert into setting (name, value) values ('a', 'b') returning name)"
    " select * from a",
    "select id into stolen from client",
    "select id from client for update",
)


@pytest.mark.parametrize("sql", WRITING)
def test_nothing_is_written_on_any_engine(session: SqlSession, a_demo: Store, sql: str) -> None:
    before = dump(a_demo)
    with pytest.raises(BellbuoyError):
        answer(session, statement(sql), {"client", "setting"}, limit=None, seconds=5)
    assert dump(a_demo) == before


@pytest.mark.parametrize(
    "sql",
    [
        "select * from audit",
        "select (select count(*) from audit) from client",
        "with a as (select id from audit) select count(*) from a",
        "select c.id from client c where exists (select 1 from change_set)",
        "select count(*) from client c join audit a on a.id = c.id",
    ],
)
def test_the_engine_itself_sees_what_is_read(session: SqlSession, sql: str) -> None:
    """Past the check of names: the authorizer, or the plan of the server."""
    asked = statement(sql)
    session.allow({"client"})
    fault: BellbuoyError | None = None
    try:
        session.open(asked, 5)
    except BellbuoyError as error:
        fault = error
    except session.errors as error:
        fault = session.fault(error, asked)
    assert fault is not None
    assert fault.exit_code == 2


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select nme from client", "line 1, column 8: "),
        ("select name\nfrm client where 1 = 1", "line 2, column 5: "),
        ("select *\n from clent", "line 2, column 7: "),
    ],
)
def test_a_fault_names_its_place_on_each_engine(
    session: SqlSession, sql: str, told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        answer(session, statement(sql), {"client"}, limit=None, seconds=5)
    assert caught.value.message.startswith(told)


def test_every_table_has_its_columns_on_each_engine(session: SqlSession) -> None:
    found = {(each.table, each.column): each for each in session.tables()}
    assert found["client", "id"].key
    assert not found["client", "name"].key
    assert found["client", "name"].type == "text"
    assert found["usage_day", "day"].type in ("integer", "bigint")
    assert not [table for table, _ in found if table.startswith(("sqlite_", "pg_", "alembic"))]

"""Plans of both engines as the same steps."""

from __future__ import annotations

from typing import Any

import pytest

from core.sql.tokens import tokens
from storage.engine.store import Store
from storage.sql.plan_words import aliases
from storage.sql.plans import plan_of
from storage.sql.postgresql_plan import postgresql_steps, relations
from storage.sql.sqlite_plan import sqlite_steps

NAMED = {"client": "client", "c": "client", "u": "usage_day"}


@pytest.mark.parametrize(
    ("detail", "access", "does"),
    [
        ("SCAN c", "scan", "reads every row of client"),
        ("SCAN TABLE client AS c", "scan", "reads every row of client"),
        ("SCAN main.client", "scan", "reads every row of client"),
        ("SCAN c USING INDEX by_health", "walk", "walks through the index by_health of client"),
        ("SCAN c USING COVERING INDEX k", "walk", "walks through the index k of client"),
        ("SEARCH c USING INDEX k (key=?)", "index", "seeks in the index k of client"),
        ("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)", "key", "seeks in client by its key"),
        ("SEARCH u USING PRIMARY KEY (day=?)", "key", "seeks in usage_day by its key"),
        (
            "SEARCH u USING INDEX k (a=?) LEFT-JOIN",
            "index",
            "seeks in the index k of usage_day",
        ),
        (
            "SEARCH u USING AUTOMATIC COVERING INDEX (day=?)",
            "build",
            "makes an index of usage_day of its own first",
        ),
        ("SCAN t", "step", "reads t, a part of the statement"),
        ("SCAN (subquery-1)", "step", "reads (subquery-1), a part of the statement"),
        ("SCAN CONSTANT ROW", "step", "a row of fixed values"),
        ("USE TEMP B-TREE FOR ORDER BY", "sort", "sorts what it has found"),
        ("USE TEMP B-TREE FOR LAST TERM OF ORDER BY", "sort", "sorts ties"),
        ("CORRELATED SCALAR SUBQUERY 2", "step", "a part, for each row anew"),
        ("MATERIALIZE t", "build", "makes a table of a part first"),
        ("SOMETHING NEW", "step", "something new"),
    ],
)
def test_steps_of_sqlite(detail: str, access: str, does: str) -> None:
    (step,) = sqlite_steps([(2, 0, 0, detail)], NAMED)
    assert (step.access, step.does, step.depth) == (access, does, 0)


def test_depth_follows_from_parents() -> None:
    rows = [(3, 0, 0, "COMPOUND QUERY"), (5, 3, 0, "LEFT-MOST SUBQUERY"), (7, 5, 0, "SCAN c")]
    assert [step.depth for step in sqlite_steps(rows, NAMED)] == [0, 1, 2]


PLAN: dict[str, Any] = {
    "Node Type": "Limit",
    "Plans": [
        {
            "Node Type": "Nested Loop",
            "Plans": [
                {
                    "Node Type": "Bitmap Heap Scan",
                    "Relation Name": "event",
                    "Schema": "s",
                    "Plans": [
                        {
                            "Node Type": "Bitmap Index Scan",
                            "Index Name": "event_of",
                            "Index Cond": "(client_id = 1)",
                        }
                    ],
                },
                {
                    "Node Type": "Index Scan",
                    "Relation Name": "client",
                    "Schema": "s",
                    "Index Name": "client_pkey",
                    "Index Cond": "(id = 1)",
                },
                {"Node Type": "Seq Scan", "Relation Name": "score", "Schema": "s"},
                {
                    "Node Type": "Index Only Scan",
                    "Relation Name": "client",
                    "Schema": "s",
                    "Index Name": "client_by_health",
                },
            ],
        }
    ],
}


def test_steps_of_postgresql() -> None:
    found = [(step.depth, step.access, step.table) for step in postgresql_steps(PLAN)]
    assert found == [
        (0, "step", None),
        (1, "step", None),
        (2, "step", "event"),
        (3, "index", "event"),
        (2, "key", "client"),
        (2, "scan", "score"),
        (2, "walk", "client"),
    ]
    assert relations(PLAN) == {("s", "event"), ("s", "client"), ("s", "score")}


def test_names_that_a_statement_gives_its_tables() -> None:
    asked = tokens('select 1 from client as c join score s on 1 = 1, "usage_day" where score')
    assert aliases(asked, {"client", "score", "usage_day"}) == {
        "client": "client", "c": "client", "score": "score", "s": "score",
        "usage_day": "usage_day", "where": "usage_day",
    }  # fmt: skip


def test_statements_of_our_own_are_planned_on_each_engine(a_demo: Store) -> None:
    with a_demo.reader() as reader:
        steps = plan_of(
            reader,
            a_demo.engine,
            "SELECT c.name FROM client c JOIN score s ON s.client_id = c.id WHERE c.id = :id",
            {"id": 1},
        )
        assert {step.table for step in steps} >= {"client", "score"}
        among = "SELECT 1 FROM client WHERE id IN (SELECT value FROM ints(?))"
        listed = plan_of(reader, a_demo.engine, among, ("[1, 2]",))
        assert listed

"""SQL by role: what the policy does not name is not there, however it is spelt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services import sql
from bellbuoy.services.authorise import policy
from bellbuoy.services.context import Context
from core.access.policy import decide
from core.access.types import Viewer
from core.sql.rights import RIGHTS
from core.values.errors import DeniedError, UsageError
from storage.engine.store import Store
from tests.fixtures.stores import NOW, context

ROLES = sorted(policy().roles)
MAY_RUN = [r for r in ROLES if decide(policy(), Viewer("", r), "sql:run").allowed]


def may(role: str, table: str) -> bool:
    right = RIGHTS.get(table)
    return right is not None and decide(policy(), Viewer("", role), right).allowed


def seen(ctx: Context) -> set[str]:
    return {column.table for column in sql.tables(ctx)}


def test_some_roles_may_and_some_may_not() -> None:
    assert {"admin", "analyst", "manager"} == set(MAY_RUN)
    assert not may("analyst", "audit")
    assert not may("analyst", "quarantine")
    assert not may("manager", "audit")
    assert may("analyst", "client")


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY_RUN])
def test_a_narrower_role_is_denied(a_store: Store, role: str) -> None:
    ctx = context(a_store, role=role)
    for call in (sql.tables, lambda c: sql.run(c, "select 1"), lambda c: sql.explain(c, "x")):
        with pytest.raises(DeniedError, match=f"role {role} may not sql:run"):
            call(ctx)


@pytest.mark.parametrize("role", MAY_RUN)
def test_the_tables_are_those_that_the_role_may_read(a_store: Store, role: str) -> None:
    assert seen(context(a_store, role=role)) == {t for t in RIGHTS if may(role, t)}


SPELT = (
    "select count(*) from {}",
    'select 1 from "{}" limit 0',
    "with a as (select * from {}) select count(*) from a",
    "select 1 where exists (select 1 from {} x)",
)


@pytest.mark.parametrize("role", MAY_RUN)
def test_every_table_is_read_or_absent(a_store: Store, role: str) -> None:
    """The whole matrix, through each way to name a table and each service."""
    ctx = context(a_store, role=role)
    for table in RIGHTS:
        for spelt in (*SPELT, SPELT[0].replace("{}", f"{table.upper()}")):
            statement = spelt.format(table)
            if may(role, table):
                list(sql.run(ctx, statement).rows)
                continue
            for ask in (sql.run, sql.explain):
                with pytest.raises(UsageError, match=f"(?i)no table {table}"):
                    ask(ctx, statement)


def test_a_table_that_no_right_names_is_absent(
    a_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {table: right for table, right in RIGHTS.items() if table != "client"}
    monkeypatch.setattr("core.sql.rights.RIGHTS", without)
    monkeypatch.setattr("bellbuoy.services.sql.RIGHTS", without)
    ctx = context(a_store)
    assert "client" not in seen(ctx)
    with pytest.raises(UsageError, match="no table client"):
        sql.run(ctx, "select id from client")


def test_a_look_at_the_past_is_refused(a_store: Store) -> None:
    ctx = replace(context(a_store), as_of=NOW - timedelta(days=1))
    with pytest.raises(UsageError, match="as it is"):
        sql.run(ctx, "select 1")


def test_reading_leaves_no_mark_in_the_audit(a_store: Store) -> None:
    ctx = context(a_store)
    sql.run(ctx, "select 1")
    assert list(sql.run(ctx, "select count(*) from audit").rows) == [(0,)]

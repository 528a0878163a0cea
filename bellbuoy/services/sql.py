"""SQL asked by a person: one statement that reads, over the tables of their role."""

from __future__ import annotations

from contextlib import closing

from bellbuoy.services.authorise import policy, service
from bellbuoy.services.context import Context
from core.access.policy import decide
from core.sql.rights import RIGHTS, readable
from core.sql.statement import statement
from core.sql.types import PlanStep, SqlAnswer, SqlColumn
from core.values.errors import UsageError
from storage.sql.ask import answer, open_session, plan
from storage.sql.session import SqlSession

SECONDS = 5.0
"""How long a statement may take unless somebody says otherwise."""


@service("sql:run")
def tables(ctx: Context) -> tuple[SqlColumn, ...]:
    """The columns that the viewer may read, by table."""
    with closing(_session(ctx)) as session:
        mine = _readable(ctx, session)
        return tuple(column for column in session.tables() if column.table in mine)


@service("sql:run")
def run(
    ctx: Context, text: str, *, limit: int | None = None, seconds: float = SECONDS
) -> SqlAnswer:
    """The rows of one reading statement, at most `limit`.

    Tables that the viewer's role may not read are absent. Raises UsageError
    led by the place of what is wrong; BellbuoyError when the time is over.
    """
    asked = statement(text)
    with closing(_session(ctx)) as session:
        mine = _readable(ctx, session)
        return answer(session, asked, mine, limit=limit, seconds=seconds)


@service("sql:run")
def explain(ctx: Context, text: str, *, seconds: float = SECONDS) -> tuple[PlanStep, ...]:
    """How the engine would go about a statement, step by step; it is not run."""
    asked = statement(text)
    with closing(_session(ctx)) as session:
        return tuple(plan(session, asked, _readable(ctx, session), seconds=seconds))


def _session(ctx: Context) -> SqlSession:
    if ctx.as_of is not None:
        raise UsageError("SQL reads the store as it is", "go back to now first")
    return open_session(ctx.store)


def _readable(ctx: Context, session: SqlSession) -> frozenset[str]:
    every = {column.table for column in session.tables()}
    rights = {right for right in RIGHTS.values() if decide(policy(), ctx.viewer, right).allowed}
    return readable(every, rights)

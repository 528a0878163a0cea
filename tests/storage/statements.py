"""Every statement that an operation runs on SQLite, with its plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from core.sql.types import PlanStep
from storage.engine import sqlite_unit
from storage.engine.bulk import BulkInsert
from storage.engine.dialect import sqlite_sql
from storage.engine.sqlite_reader import SqliteReader
from storage.engine.sqlite_unit import SqliteUnit
from storage.sql.sqlite_plan import sqlite_steps

_NAMED = re.compile(r"\b(\w+)\b(?=(?:\s+AS)?\s+(\w+)\b)", re.IGNORECASE)
_PLANNED = ("SELECT", "WITH", "UPDATE", "DELETE", "INSERT", "REPLACE", "VALUES")


@dataclass(frozen=True, slots=True)
class Planned:
    """A statement as SQLite read it, and the steps of its plan."""

    sql: str
    steps: tuple[PlanStep, ...]


@contextmanager
def recorded() -> Iterator[list[Planned]]:
    """What is asked of SQLite inside the block, each statement once."""
    found: dict[str, Planned] = {}

    def note(driver: Any, sql: str, params: Any) -> None:
        text = " ".join(sqlite_sql(sql).split())
        if text not in found and text.lstrip("( ").upper().startswith(_PLANNED):
            found[text] = Planned(text, tuple(_steps(driver, text, params)))

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rows", "stream"):
            _watch(patch, SqliteReader, name, lambda self: self._db, note)
        for name in ("rows", "one", "run"):
            _watch(patch, SqliteUnit, name, lambda self: self._driver, note)
        _watch_bulk(patch, note)
        listed: list[Planned] = []
        yield listed
        listed += found.values()


def _watch(
    patch: pytest.MonkeyPatch,
    kind: type,
    name: str,
    driver: Callable[[Any], Any],
    note: Callable[[Any, str, Any], None],
) -> None:
    plain = getattr(kind, name)

    def watched(self: Any, sql: str, params: Any = (), *rest: Any) -> Any:
        note(driver(self), sql, params)
        return plain(self, sql, params, *rest)

    patch.setattr(kind, name, watched)


def _watch_bulk(patch: pytest.MonkeyPatch, note: Callable[[Any, str, Any], None]) -> None:
    plain = SqliteUnit.bulk

    def watched(self: Any, statement: Any, *values: Any) -> int:
        # An insert finds its row by the key of its conflict: nothing else can be meant.
        if not isinstance(statement, BulkInsert):
            sql, _ = sqlite_unit._compiled(statement)
            note(self._driver, sql, (None,) * sql.count("?"))
        return plain(self, statement, *values)

    patch.setattr(SqliteUnit, "bulk", watched)


def _steps(driver: Any, sql: str, params: Any) -> list[PlanStep]:
    rows = driver.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
    tables = {
        name
        for (name,) in driver.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).fetchall()
    }
    named = {table: table for table in tables}
    for table, alias in _NAMED.findall(sql):
        if table in tables:
            named.setdefault(alias, table)
    return sqlite_steps(rows, named)

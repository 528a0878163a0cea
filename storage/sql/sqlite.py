"""A person's statement on SQLite: a connection that can do nothing but read
the tables it was given.

The file is opened read-only, the connection refuses to write, and SQLite asks
the authorizer of every table, column and function while it compiles: what is
not among them does not run. No extension is loaded, nothing is attached.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from core.sql.functions import FUNCTIONS
from core.sql.statement import Statement
from core.sql.types import PlanStep, SqlColumn
from core.values.errors import BellbuoyError
from storage.engine.dialect import holds_facts
from storage.engine.faults import translate
from storage.engine.functions import register
from storage.sql.plan_words import aliases
from storage.sql.sqlite_faults import sqlite_fault
from storage.sql.sqlite_plan import sqlite_steps

_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
# Table-valued functions that read nothing but their arguments.
_COMPUTED = frozenset({"json_each", "json_tree"})
_RENAMED = {"least": "min", "greatest": "max"}
# Inside LIKE, GLOB and -> SQLite calls functions that nobody writes.
_OPERATORS = frozenset({"->", "->>", "regexp", "match"})
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 500),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)
# Faults of the file, not of the statement.
_OF_THE_FILE = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CORRUPT", "SQLITE_IOERR", "SQLITE_FULL",
    "SQLITE_NOTADB", "SQLITE_CANTOPEN",
)  # fmt: skip
_MODULES = "SELECT name FROM pragma_module_list UNION SELECT name FROM sqlite_schema"
_COLUMNS = f"""
SELECT t.name, c.name, lower(c.type), c.pk > 0 FROM sqlite_schema t
JOIN pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  AND {holds_facts("t.name")}
ORDER BY t.name, c.cid
"""


class SqliteSession:
    """See `SqlSession`."""

    engine = "SQLite"
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._tables: frozenset[str] = frozenset()
        uri = f"file:{quote(str(path.absolute()))}?mode=ro"
        try:
            self._db = sqlite3.connect(
                uri, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
            )
            self._db.text_factory = _text
            for pragma in ("query_only = 1", "trusted_schema = 0", "cell_size_check = 1"):
                self._db.execute(f"PRAGMA {pragma}")
            register(self._db)
            self._columns = [
                SqlColumn(table, column, kind, bool(key))
                for table, column, kind, key in self._db.execute(_COLUMNS)
            ]
            self._taken = {column.table for column in self._columns} | {
                name.lower() for (name,) in self._db.execute(_MODULES)
            }
            # Made once, while making anything is still allowed.
            self._db.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')").close()
            for limit, most in _LIMITS:
                self._db.setlimit(limit, most)
            self._db.set_authorizer(self._may)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        self._cursor: sqlite3.Cursor | None = None

    def tables(self) -> list[SqlColumn]:
        return self._columns

    def allow(self, tables: Collection[str]) -> None:
        self._tables = frozenset(tables)

    def plan(self, asked: Statement) -> list[PlanStep]:
        rows = self._db.execute(f"EXPLAIN QUERY PLAN {_named(asked)}").fetchall()
        return sqlite_steps(rows, aliases(asked.tokens, self._tables))

    def open(self, asked: Statement, seconds: float) -> tuple[str, ...]:
        self._cursor = self._db.execute(_named(asked))
        return tuple(_spoken(column[0]) for column in self._cursor.description or ())

    def fetch(self, limit: int) -> list[tuple[Any, ...]]:
        assert self._cursor is not None
        return self._cursor.fetchmany(limit)

    def fault(self, error: Exception, asked: Statement) -> BellbuoyError:
        assert isinstance(error, sqlite3.Error)
        if getattr(error, "sqlite_errorname", "").startswith(_OF_THE_FILE):
            return translate(error, self._path)
        readable = [each for each in self._columns if each.table in self._tables]
        names = {each.table for each in readable} | {each.column for each in readable}
        return sqlite_fault(error, asked, self._prepare, names)

    def interrupt(self) -> None:
        self._db.interrupt()

    def close(self) -> None:
        self._db.close()

    def _prepare(self, text: str) -> None:
        self._db.execute(f"EXPLAIN QUERY PLAN {text}").close()

    def _may(
        self, action: int, first: str | None, second: str | None, base: str | None, *_: object
    ) -> int:
        """SQLite's question while it compiles; what nobody named is denied."""
        if action == sqlite3.SQLITE_READ:
            known = self._may_read((first or "").lower(), second, base)
        elif action == sqlite3.SQLITE_FUNCTION:
            known = (second or "").lower() in FUNCTIONS | _OPERATORS
        else:
            known = action in _ALLOWED
        return sqlite3.SQLITE_OK if known else sqlite3.SQLITE_DENY

    def _may_read(self, table: str, column: str | None, base: str | None) -> bool:
        if table in self._tables or table in _COMPUTED:
            return True
        # What is only counted comes without a column, under the name that the
        # statement has for it: a part of its own (WITH) is no table.
        return not column and base is None and not self._is_table(table)

    def _is_table(self, name: str) -> bool:
        return name in self._taken or name.startswith(("sqlite_", "pragma_"))


def _named(asked: Statement) -> str:
    """The statement with two functions under SQLite's names, as long as before,
    so that every place stays where it is."""
    sql = asked.sql
    for token in asked.tokens:
        name = _RENAMED.get(token.name) if token.kind == "word" else None
        after = token.at + len(token.text)
        if name is not None and sql[after:].lstrip().startswith("("):
            sql = sql[: token.at] + name.ljust(len(token.text)) + sql[after:]
    return sql


def _spoken(name: str) -> str:
    """The name of a column as the statement has it: SQLite takes it from the text."""
    for ours, theirs in _RENAMED.items():
        name = name.replace(f"{theirs.ljust(len(ours))}(", f"{ours}(")
    return name


def _text(value: bytes) -> str:
    """Text of any bytes: a statement can make some that are no UTF-8."""
    return value.decode("utf-8", "replace")

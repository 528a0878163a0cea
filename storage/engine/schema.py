"""How a table is declared: snake-case name, STRICT types, whole numbers of 64 bit.

The same declaration serves SQLite and PostgreSQL: `BigInteger` is INTEGER on
SQLite, whose integers have 64 bit anyway and which allows no other name in a
STRICT table; text compares by code point on both.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, Text, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import declared_attr
from sqlalchemy.schema import CreateTable
from sqlmodel import Field, SQLModel

__all__ = ["Table", "big", "blob", "by_moment", "note", "rowid", "table_args"]


@compiles(BigInteger, "sqlite")
def _big_on_sqlite(_type: Any, _compiler: Any, **_kw: Any) -> str:
    return "INTEGER"


@compiles(Text, "postgresql")
def _text_on_postgresql(_type: Any, _compiler: Any, **_kw: Any) -> str:
    """In the order of code points, as on SQLite, whatever the database's own is."""
    return 'TEXT COLLATE "C"'


@compiles(CreateTable, "postgresql")
def _create_on_postgresql(element: Any, compiler: Any, **kw: Any) -> Any:
    """No sequence gives ids: a writer, alone in writing, takes the next number."""
    for column in element.element.columns:
        column.autoincrement = False
    return compiler.visit_create_table(element, **kw)


class Table(SQLModel):
    """A table named after its class: `UsageDay` is `usage_day`."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def table_args(*constraints: Any, clustered: bool = False) -> tuple[Any, ...]:
    """STRICT on SQLite; `clustered` keeps the rows in the primary key itself."""
    return (*constraints, {"sqlite_strict": True, "sqlite_with_rowid": not clustered})


def by_moment(name: str, column: str, where: str) -> Index:
    """An index of the rows that meet `where`. Only a statement that says `where` in
    these words goes by it: no other is led astray by one more way to its rows."""
    condition = text(where)
    return Index(name, column, sqlite_where=condition, postgresql_where=condition)


def rowid() -> Any:
    """The store's own number of a row."""
    return Field(default=None, primary_key=True, sa_type=BigInteger)


def big(**options: Any) -> Any:
    """A whole number of 64 bit: micros, minor units, ids, days, counts."""
    return Field(sa_type=BigInteger, **options)


def note(**options: Any) -> Any:
    """Text of any length."""
    return Field(sa_type=Text, **options)


def blob(**options: Any) -> Any:
    return Field(sa_type=LargeBinary, **options)

"""One set of statements for both engines, and what SQLite calls by other names.

Statements are written so that SQLite and PostgreSQL read them alike:
- parameters are `:name` or `?`; lists are one parameter made by `as_list`, read
  by `IN (SELECT value FROM ints(:ids))`, or `texts(:names)`;
- `least(a, b)` and `greatest(a, b)` of values that are never missing;
- a comparison is no number, and a number no condition: `CASE WHEN … THEN 1 ELSE 0
  END`, and `:flag = 1`;
- a sum is no whole number when it is divided: divide columns, or in Python;
- a table in FROM that is a SELECT has a name, and a row inserted by a statement
  brings its `id`;
- `IS [NOT] DISTINCT FROM` between values; `table.column` on the right side of
  DO UPDATE SET; every plain column of a grouped SELECT stands in its GROUP BY;
- `NOT INDEXED` behind a table is for SQLite, which knows no statistics;
- `fold(text)` and `bb_match(pattern, text)` are functions of both.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = {"ints": "json_each", "texts": "json_each", "least": "min", "greatest": "max"}
_CALLED = re.compile(r"\b(ints|texts|least|greatest)\(")

_ASIDE = "{name} <> 'alembic_version' AND {name} NOT LIKE 'client_search%'"


def holds_facts(name: str) -> str:
    """The condition that a table, called `name` in a catalogue's statement, belongs to
    the store's content: what migrations and search keep for themselves does not."""
    return _ASIDE.format(name=name)


@lru_cache(maxsize=2048)
def sqlite_sql(sql: str) -> str:
    """A statement in SQLite's own words."""
    return _CALLED.sub(lambda found: f"{_NAMES[found[1]]}(", sql)

"""What SQLite says of a statement, with the place that it leaves out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable

from core.sql.statement import Statement, near
from core.sql.tokens import fault
from core.values.errors import BellbuoyError, UsageError

_SYNTAX = re.compile(r'near "(.*)": syntax error', re.DOTALL)
_NAMED = re.compile(
    r"(?P<what>no such column|no such table|no such function|ambiguous column name"
    r"|wrong number of arguments to function|misuse of aggregate(?: function)?"
    r"|misuse of window function|no such collation sequence)"
    r":? \"?(?P<name>[^\"()]+)"
)
_HIDDEN = re.compile(r"access to (?P<table>[^ ]+?)(?:\.\S*)? is prohibited")
_WORDS = {
    "no such column": "no column {name}",
    "no such table": "no table {name}",
    "no such function": "SQLite has no function {name}",
    "ambiguous column name": "several tables have a column {name}",
    "wrong number of arguments to function": "{name} takes another number of values",
    "no such collation sequence": "no order {name}",
}


def sqlite_fault(
    error: sqlite3.Error,
    asked: Statement,
    prepare: Callable[[str], object],
    names: Iterable[str],
) -> BellbuoyError:
    """A UsageError led by line and column. `prepare` compiles a text and raises
    what SQLite says of it; `names` are the tables and columns there are."""
    said = str(error)
    if "incomplete input" in said:
        return fault(asked.sql, len(asked.sql), "the statement ends too early")
    if _SYNTAX.search(said):
        token = asked.tokens[_first_wrong(asked, prepare)]
        return fault(asked.sql, token.at, f"not understood from “{token.text[:60]}” on")
    if found := _HIDDEN.search(said):
        hint = "bellbuoy sql --tables lists them"
        return _at(asked, found["table"], f"no table {found['table']}", hint)
    if found := _NAMED.search(said):
        name = found["name"].strip()
        words = _WORDS.get(found["what"], f"{found['what']} {{name}}").format(name=name)
        hint = near(name.rpartition(".")[2], names) if "no such" in found["what"] else ""
        return _at(asked, name, words, hint)
    if said.startswith(("not authorized", "vtable constructor")):
        return UsageError("only the tables of the store can be read, and nothing written")
    return UsageError(said.removeprefix("SQL logic error").strip() or "SQLite refused it")


def _at(asked: Statement, name: str, message: str, hint: str) -> UsageError:
    """A fault at the first place that names it."""
    wanted = name.rpartition(".")[2].lower()
    for token in asked.tokens:
        if token.names and token.name.lower() == wanted:
            return fault(asked.sql, token.at, message, hint)
    return UsageError(message, hint)


def _first_wrong(asked: Statement, prepare: Callable[[str], object]) -> int:
    """The first token that cannot stand where it does. SQLite names only its
    text; a beginning of the statement that ends before it is merely incomplete."""
    low, high = 1, len(asked.tokens)
    while low < high:
        middle = (low + high) // 2
        last = asked.tokens[middle - 1]
        if _is_wrong(asked.sql[: last.at + len(last.text)], prepare):
            high = middle
        else:
            low = middle + 1
    return low - 1


def _is_wrong(beginning: str, prepare: Callable[[str], object]) -> bool:
    try:
        prepare(beginning)
    except sqlite3.Error as error:
        return _SYNTAX.search(str(error)) is not None
    return False

"""One statement that only reads: what may be asked before a store is opened.

Both engines keep to reading by themselves (a read-only connection, an
authorizer, a READ ONLY transaction). What stands here says so in a line that
names the place, and keeps from PostgreSQL's catalogue and functions, which no
connection of its own would refuse, by naming what may be called and read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.sql.functions import FUNCTIONS, KEYWORDS
from core.sql.tokens import Token, fault, pairs, tokens, within
from core.values.errors import UsageError

LONGEST = 100_000
_BEGINNINGS = ("select", "with", "values")
# Names of PostgreSQL's own, and of SQLite's: no table of a store begins so.
_BEFORE_TABLES = ("from", "join", "table", "only")
_CATALOGUES = ("pg_", "sqlite_", "pragma_", "information_schema")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that may be asked: its text without a closing semicolon."""

    sql: str
    tokens: tuple[Token, ...]


def statement(text: str) -> Statement:
    """Read a statement. Raises UsageError that names the place: more than one,
    none, one that does not begin as a reading one does, a function unknown."""
    if len(text) > LONGEST:
        raise UsageError(f"the statement is longer than {LONGEST:,} characters")
    if "\0" in text:
        raise fault(text, text.index("\0"), "a zero character is not read here")
    found = tokens(text)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise UsageError("no statement", "bellbuoy sql 'select name, score from client'")
    for token in found:
        if token.text == ";":
            raise fault(text, token.at, "one statement at a time", "drop what follows the ;")
    first = found[0]
    if first.kind != "word" or first.name not in _BEGINNINGS:
        hint = "begin with select, with or values"
        if first.name == "explain":
            hint = "add --explain instead"
        raise fault(text, first.at, f"{first.text.upper()[:40]} is not for reading", hint)
    _check_calls(text, found)
    last = found[-1]
    return Statement(text[: last.at + len(last.text)], tuple(found))


def check_names(
    asked: Statement, hidden: Collection[str], columns: Collection[str] = ()
) -> None:
    """Raises UsageError for the first name of a table that is hidden, or of a
    catalogue. A hidden table is told as one that there is not.

    `columns` are those of visible tables: where one is called like a hidden table,
    only a place where a table must stand counts; the engine itself sees the rest.
    """
    for before, token, _ in pairs(list(asked.tokens)):
        if not token.names:
            continue
        name = token.name
        stands = before is not None and before.kind == "word" and before.name in _BEFORE_TABLES
        meant = name.lower() in hidden and (stands or name.lower() not in columns)
        if meant or name.lower().startswith(_CATALOGUES):
            raise fault(
                asked.sql, token.at, f"no table {name}", "bellbuoy sql --tables lists them"
            )


def near(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that was probably meant; empty without one."""
    from difflib import get_close_matches  # needed after a slip only

    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean “{found[0]}”?" if found else ""


def _check_calls(text: str, found: list[Token]) -> None:
    """Raises UsageError for the first function that is not among those known to
    do nothing but compute."""
    lists = _column_lists(found)
    for number, (before, token, behind) in enumerate(pairs(found)):
        if not token.names or behind is None or behind.text != "(":
            continue
        if token.kind == "word" and token.name in KEYWORDS:
            continue
        if number in lists or (before is not None and _names_columns(before)):
            continue
        if token.name not in FUNCTIONS:
            raise fault(
                text, token.at, f"no function {token.name}", near(token.name, FUNCTIONS)
            )


def _names_columns(before: Token) -> bool:
    """Whether a name behind this token is no call: `x AS t(a, b)`, `) t(a, b)`,
    `x::numeric(10, 2)`."""
    return before.text in (")", "::") or (before.kind == "word" and before.name == "as")


def _column_lists(found: list[Token]) -> set[int]:
    """The places of names that WITH gives to its parts: `WITH t(a, b) AS (…)`."""
    places: set[int] = set()
    for number, (before, token, _) in enumerate(pairs(found)):
        begins = before is None or before.text == "("
        if begins and token.kind == "word" and token.name == "with":
            places |= _parts_of(found, number + 1)
    return places


def _parts_of(found: list[Token], at: int) -> set[int]:
    """The names of one WITH, from behind the word itself."""
    places: set[int] = set()
    if at < len(found) and found[at].kind == "word" and found[at].name == "recursive":
        at += 1
    while at + 1 < len(found) and found[at].names:
        places.add(at)
        at += 1
        if found[at].text == "(":
            at = within(found, at) + 1
        while at < len(found) and found[at].kind == "word":
            if found[at].name not in ("as", "not", "materialized"):
                return places
            at += 1
        if at >= len(found) or found[at].text != "(":
            return places
        at = within(found, at) + 1
        if at >= len(found) or found[at].text != ",":
            return places
        at += 1
    return places

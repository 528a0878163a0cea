"""Reading one cell: text, ids, whole numbers, booleans, words, JSON.

Each function here makes the parser of one column, once; the parser is then
called for each row with a cell that is not empty: text from CSV, or any JSON
value. A parser raises RowError and nothing else.

Text is kept exactly as given. Ids, numbers, words and times may stand between
blanks (space, tab), which are no part of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.integrations.records import shown
from core.integrations.strict_json import payload_text, read_object
from core.values.errors import RowError, UsageError
from core.values.instants import zone
from core.values.text import safe_text

Parser = Callable[[Any], Any]
Words = tuple[tuple[str, str], ...]

BLANKS = " \t"
LONGEST_ID = 200
LARGEST_WHOLE = 10**15
PLAIN_ID = re.compile(r"[!-{}~]{1,200}")
_WHOLE = re.compile(r"([+-]?)(\d{1,40})(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
TRUTH: Words = tuple(
    (word, "true" if index % 2 else "false")
    for index, word in enumerate(("false", "true", "no", "yes", "0", "1", "f", "t", "n", "y"))
)


def fold_word(value: str) -> str:
    """The key by which words are compared: without blanks, small letters."""
    return value.strip(BLANKS).casefold()


def text(field: str, *, required: bool = False) -> Parser:
    """Text, exactly as given; a number of JSON is taken as its digits."""

    def parse(value: Any) -> str:
        found: str = value if type(value) is str else _digits(field, value)
        if required and not found.strip():
            raise RowError(f"required.{field}", "blank")
        return found

    return parse


def short(field: str) -> Parser:
    """Text of at most 200 characters, such as the kind of an event."""
    exact = text(field, required=True)

    def parse(value: Any) -> str:
        found: str = exact(value)
        if len(found) > LONGEST_ID:
            raise RowError(
                f"size.{field}", f"{len(found)} characters; the limit is {LONGEST_ID}"
            )
        return found

    return parse


def identifier(field: str) -> Parser:
    """An id: at most 200 characters, all of them visible, none of them `|`
    (which joins ids elsewhere); blanks around it are no part of it."""

    def parse(value: Any) -> str:
        if type(value) is str and PLAIN_ID.fullmatch(value):
            return value
        if isinstance(value, Decimal):
            raise RowError(f"type.{field}", f"{shown(value)} is no id")
        found = _digits(field, value).strip(BLANKS)
        if not found:
            raise RowError(f"required.{field}", "blank")
        if len(found) > LONGEST_ID:
            raise RowError("id.syntax", f"{len(found)} characters; the limit is {LONGEST_ID}")
        if "|" in found:
            raise RowError("id.syntax", f"{shown(found)} holds a “|”")
        if safe_text(found) != found:
            raise RowError("id.syntax", f"{shown(found)} holds invisible characters")
        return found

    return parse


def whole(field: str) -> Parser:
    """A whole number from 0 to 10^15; `5.0` is one too."""

    def parse(value: Any) -> int:
        if type(value) is int:
            number = value
        elif type(value) is str and len(value) < 15 and value.isdigit() and value.isascii():
            return int(value)
        else:
            number = _whole(field, value)
        if number < 0:
            raise RowError("range.negative", f"{shown(number)} is below 0")
        if number > LARGEST_WHOLE:
            raise RowError("range.large", f"{shown(number)} is above 10^15")
        return number

    return parse


def _whole(field: str, value: Any) -> int:
    given = str(value).strip(BLANKS) if isinstance(value, str | Decimal) else ""
    match = _WHOLE.fullmatch(given)
    if match is None:
        raise RowError(f"type.{field}", f"{shown(value)} is no whole number")
    return int(match[1] + match[2])


def integer(field: str) -> Parser:
    """A whole number of either sign."""
    return lambda value: value if type(value) is int else _whole(field, value)


def number(field: str) -> Parser:
    """A plain decimal number, as Decimal."""

    def parse(value: Any) -> Decimal:
        given = "" if isinstance(value, bool) else str(value).strip(BLANKS)
        if not _NUMBER.fullmatch(given):
            raise RowError(f"type.{field}", f"{shown(value)} is no number")
        return Decimal(given)

    return parse


def boolean(field: str, words: Words) -> Parser:
    """True or false: true, yes, y, t, 1 and their opposites, and further `words`."""
    by_word = word(field, (*TRUTH, *words), code=f"type.{field}")

    def parse(value: Any) -> bool | None:
        if type(value) is bool:
            return value
        found = by_word(value)
        return None if found is None else bool(found == "true")

    return parse


def word(field: str, words: Words, *, code: str = "") -> Parser:
    """One of a few words, case and outer blanks aside; `words` gives each its
    meaning, `""` for none (the parser then gives None)."""
    meanings = {fold_word(name): meaning for name, meaning in words}
    # A word may translate into one that is itself a short form (`sev1`).
    final = {
        name: meanings.get(fold_word(meaning), meaning) for name, meaning in meanings.items()
    }

    def parse(value: Any) -> str | None:
        if type(value) is not str:
            value = _digits(field, value)
        found = final.get(value)
        if found is None:
            found = final.get(fold_word(value))
            if found is None:
                raise RowError(code or f"enum.{field}", f"{shown(value)} is no known word")
        return found or None

    return parse


def iana(field: str) -> Parser:
    """The name of a time zone."""

    @lru_cache(maxsize=1024)
    def known(name: str) -> str:
        try:
            return zone(name).key
        except UsageError:
            raise RowError(f"enum.{field}", f"{shown(name)} is no time zone") from None

    return lambda value: known(_digits(field, value).strip(BLANKS))


def json_object(field: str) -> Parser:
    """An object as canonical JSON text, from an object or its text."""

    def parse(value: Any) -> str:
        if type(value) is str:
            value = read_object(value) if value.lstrip().startswith("{") else None
        if not isinstance(value, dict):
            raise RowError(f"type.{field}", "no JSON object")
        return payload_text(value)

    return parse


def payload_value(field: str, kind: str | None, words: Words) -> Parser:
    """A value inside a payload, of type string, integer, number or boolean; None: as it is."""
    if kind == "boolean":
        return boolean(field, words)
    made = {"string": text, "integer": integer, "number": number}
    return translated(as_given if kind is None else made[kind](field), words)


def as_given(value: Any) -> Any:
    """The cell itself."""
    return value


def unless_blank(value: Any) -> Any:
    """The cell itself; None for blanks alone."""
    return None if isinstance(value, str) and not value.strip(BLANKS) else value


def translated(parser: Parser, words: Words) -> Parser:
    """A parser behind a translation of exact values; `""` gives None."""
    table = dict(words)

    def parse(value: Any) -> Any:
        if type(value) is not str and not isinstance(value, dict | list):
            value = table.get(str(value).lower() if type(value) is bool else str(value), value)
        elif type(value) is str:
            value = table.get(value, value)
        return None if value == "" else parser(value)

    return parse


def _digits(field: str, value: Any) -> str:
    """Text, or the digits of a number; nothing else is text."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise RowError(f"type.{field}", f"{shown(value)} is no text")

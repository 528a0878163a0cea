"""Reading a cell that holds several things: names, and what was said one after another."""

from __future__ import annotations

import json
from typing import Any

from core.events.types import SaidFact
from core.integrations import cells, times
from core.integrations.cells import Parser, Words
from core.integrations.records import shown
from core.integrations.times import Calendar
from core.values.errors import RowError

_LONGEST_NAME = 200
_MOST = 1000
_PARTS = ("at", "status", "message")


def names(field: str, words: Words) -> Parser:
    """Different names, in their order: a JSON array of texts or of objects with a
    `name`, or text with `;` between them. `words` translate each, `""` leaves it out."""
    table = dict(words)

    def parse(value: Any) -> tuple[str, ...] | None:
        given = value if isinstance(value, list) else _split(field, value)
        named = (_name(field, each) for each in given)
        found = dict.fromkeys(name for each in named if (name := table.get(each, each)))
        if len(found) > _MOST:
            raise RowError(f"size.{field}", f"{len(found):,} names; the limit is {_MOST:,}")
        return tuple(found) or None

    return parse


def updates(field: str, words: Words, calendar: Calendar) -> Parser:
    """What was said of something: a JSON array of objects with `at` and perhaps `status`
    and `message`, in any order. `words` tell what each status means, `""` that the state
    did not change; one that they do not name means that too. Raises RowError."""
    meanings = {cells.fold_word(word): meaning for word, meaning in words}
    moment = times.instant(None, calendar)

    def parse(value: Any) -> tuple[SaidFact, ...] | None:
        found = [_said(field, each, moment, meanings) for each in _array(field, value)]
        if len(found) > _MOST:
            raise RowError(f"size.{field}", f"{len(found):,} updates; the limit is {_MOST:,}")
        return tuple(sorted(found, key=lambda each: each.at)) or None

    return parse


def _said(field: str, value: Any, moment: Parser, meanings: dict[str, str]) -> SaidFact:
    if not isinstance(value, dict) or not isinstance(value.get("at"), str):
        raise RowError(f"type.{field}", f"{shown(value)} has no time `at`")
    status, message = (value.get(part) or "" for part in _PARTS[1:])
    if not isinstance(status, str) or not isinstance(message, str):
        raise RowError(f"type.{field}", f"{shown(value)}: status and message are text")
    meaning = meanings.get(cells.fold_word(status)) or None
    return SaidFact(moment(value["at"]), meaning, status, message)


def _array(field: str, value: Any) -> list[Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise RowError(f"type.{field}", f"{shown(value)} is no JSON array") from None
    if not isinstance(value, list):
        raise RowError(f"type.{field}", f"{shown(value)} is no JSON array")
    return value


def _split(field: str, value: Any) -> list[Any]:
    if not isinstance(value, str):
        raise RowError(f"type.{field}", f"{shown(value)} is no list of names")
    if value.lstrip(cells.BLANKS).startswith("["):
        return _array(field, value)
    return [part for part in value.split(";") if part.strip(cells.BLANKS)]


def _name(field: str, value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str) or not value.strip(cells.BLANKS):
        raise RowError(f"type.{field}", f"{shown(value)} is no name")
    name = value.strip(cells.BLANKS)
    if len(name) > _LONGEST_NAME:
        raise RowError(f"size.{field}", f"a name of {len(name)} characters")
    return name

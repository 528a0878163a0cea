"""A playbook is read and checked before it is kept; and written as TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, cast

from core.desk.wording import LONGEST_LINE, person, written
from core.playbooks.types import STEP_KINDS, Playbook, Step, StepKind
from core.query.context import QueryContext
from core.query.nouns import CLIENT_FIELDS
from core.query.parse import parse
from core.query.types import Directives, Node
from core.values.errors import UsageError
from core.values.text import safe_text

MOST_STEPS = 30
MOST_DAYS = 730
LONGEST_TITLE = 120
LONGEST_FILE = 1_000_000
"""Characters of a file; one with hundreds of playbooks is far shorter."""
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)
_KEYS = ("name", "title", "when", "owner", "expected", "steps")
_STEP_KEYS = ("text", "days", "kind")
_HINT = 'name, title, when, steps = [{ text = "…", days = 0, kind = "call" }]'


def read_text(text: str, file: str) -> tuple[Playbook, ...]:
    """The playbooks of a file: one by its keys, or many as `[[playbook]]`. Raises
    UsageError that names the file and what is wrong."""
    if len(text) > LONGEST_FILE:
        raise UsageError(f"{file} is too long for playbooks")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"{file}: {fault}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{file} is no TOML that can be read") from None
    tables = found["playbook"] if set(found) == {"playbook"} else [found]
    if not isinstance(tables, list):
        raise UsageError(f"{file}: [[playbook]] stands in double brackets", _HINT)
    return tuple(from_table(each, file) for each in tables)


def from_table(table: object, file: str) -> Playbook:
    """One playbook of its keys. Raises UsageError."""
    if not isinstance(table, Mapping):
        raise UsageError(f"{file}: a playbook is a table", _HINT)
    _only(table, _KEYS, f"{file}: a playbook")
    title = _word(table, "title", file)
    steps = table.get("steps")
    if not isinstance(steps, list):
        raise UsageError(f"{file}: steps is no list", _HINT)
    owner = _word(table, "owner", file, needed=False)
    return Playbook(
        name=_word(table, "name", file),
        title=title,
        when=_word(table, "when", file),
        steps=tuple(step_of(each, file) for each in steps),
        owner=owner or None,
        expected=_word(table, "expected", file, needed=False),
    )


def step_of(table: object, file: str) -> Step:
    """One step of its keys. Raises UsageError."""
    if not isinstance(table, Mapping):
        raise UsageError(f"{file}: a step is a table", _HINT)
    _only(table, _STEP_KEYS, f"{file}: a step")
    days, kind = table.get("days", 0), table.get("kind", "task")
    if not isinstance(days, int) or isinstance(days, bool):
        raise UsageError(f"{file}: days of a step are a whole number")
    if kind not in STEP_KINDS:
        raise UsageError(f"{file}: “{kind}” is no kind", "kinds: " + ", ".join(STEP_KINDS))
    return Step(_word(table, "text", file), days, cast("StepKind", kind))


def _only(table: Mapping[str, Any], keys: tuple[str, ...], what: str) -> None:
    if unknown := sorted(set(table) - set(keys)):
        raise UsageError(f"{what} has no “{unknown[0]}”", "keys: " + ", ".join(keys))


def _word(table: Mapping[str, Any], key: str, file: str, *, needed: bool = True) -> str:
    found = table.get(key, "")
    if not isinstance(found, str):
        raise UsageError(f"{file}: {key} is no text", _HINT)
    if needed and not found.strip():
        raise UsageError(f"{file}: {key} is missing", _HINT)
    return found


def checked(found: Playbook, context: QueryContext) -> Playbook:
    """The playbook, when it holds. Raises UsageError (QueryError for its condition)."""
    check_name(found.name)
    written(found.title, "the title", LONGEST_TITLE)
    if found.expected:
        written(found.expected, "what is expected", LONGEST_LINE)
    if found.owner is not None:
        person(found.owner)
    condition_of(found, context)
    if not 1 <= len(found.steps) <= MOST_STEPS:
        raise UsageError(f"a playbook has 1 to {MOST_STEPS} steps")
    for step in found.steps:
        written(step.text, "a step", LONGEST_LINE)
        if not 0 <= step.days <= MOST_DAYS:
            raise UsageError(f"days of a step are 0 to {MOST_DAYS}")
    return found


def check_name(name: str) -> None:
    """Raises UsageError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"“{name}” is no name of a playbook", "2 to 40 of a-z, 0-9 and -, a letter first"
        )


def condition_of(found: Playbook, context: QueryContext) -> Node:
    """Its condition as a tree. Raises UsageError for none, and for an order or a cut;
    QueryError for one that cannot be read."""
    query = parse(found.when, CLIENT_FIELDS, context)
    if query.directives != Directives() or query.where is None:
        raise UsageError(
            f"{found.name}: `when` says for which clients, and nothing else",
            "for example: tier:critical trend<=-5",
        )
    return query.where


# As text


def to_toml(found: Playbook) -> str:
    """The playbook as `read_text` reads it, the same each time."""
    lines = [f"{key} = {_quoted(value)}" for key, value in _said(found)]
    lines.append("steps = [")
    lines += [
        f"  {{ text = {_quoted(step.text)}, days = {step.days}, kind = {_quoted(step.kind)} }},"
        for step in found.steps
    ]
    return "\n".join([*lines, "]", ""])


def _said(found: Playbook) -> list[tuple[str, str]]:
    pairs = [("name", found.name), ("title", found.title), ("when", found.when)]
    if found.owner is not None:
        pairs.append(("owner", found.owner))
    if found.expected:
        pairs.append(("expected", found.expected))
    return pairs


def _quoted(text: str) -> str:
    """A basic string, in which whatever a terminal might obey stands as its number."""
    return '"' + "".join(map(_told, text)) + '"'


def _told(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == " " or safe_text(char) == char:
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


# As the store keeps them


def steps_text(steps: tuple[Step, ...]) -> str:
    """Steps as one text."""
    plain = [{"text": each.text, "days": each.days, "kind": each.kind} for each in steps]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def steps_read(text: str) -> tuple[Step, ...]:
    """The steps of a text that `steps_text` wrote."""
    return tuple(Step(each["text"], each["days"], each["kind"]) for each in json.loads(text))

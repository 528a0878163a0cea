"""Writing TOML: the few forms that files of definitions have, always in the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from core.definitions.types import Value

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f",
            "\r": "\\r"}  # fmt: skip
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f]')


def text_of(value: str) -> str:
    """A text in quotes. TOML has no control characters in one, unlike JSON no DEL either."""
    return f'"{_SPECIAL.sub(_escaped, value)}"'


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def value_of(value: Value) -> str:
    """A value as it stands behind the sign `=`."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return text_of(value)
        case tuple():
            return f"[{', '.join(map(text_of, value))}]"


def lines_of(fields: Iterable[tuple[str, Value]]) -> str:
    """A line a field."""
    return "\n".join(
        f"{name if _BARE.fullmatch(name) else text_of(name)} = {value_of(value)}"
        for name, value in fields
    )


def table_of(head: str, fields: Iterable[tuple[str, Value]]) -> str:
    """A table under its head: `[weights]`, `[[rule]]`."""
    return f"{head}\n{lines_of(fields)}".rstrip("\n")


def without(
    fields: Iterable[tuple[str, Value]], usual: Mapping[str, Value]
) -> tuple[tuple[str, Value], ...]:
    """The fields that say something else than what holds without them."""
    return tuple(
        (name, value) for name, value in fields if name not in usual or usual[name] != value
    )


def file_of(comment: str, parts: Iterable[str]) -> str:
    """A file: a comment on top, then its parts with a blank line between."""
    head = "\n".join(f"# {line}".rstrip() for line in comment.strip().split("\n"))
    return "\n\n".join([head, *(part for part in parts if part)]) + "\n"

"""Reading TOML tables strictly: each fault names its file and key, and what helps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from core.integrations.records import shown
from core.values.errors import UsageError


def nearest(word: str, known: Collection[str], likeness: float = 0.6) -> str | None:
    """The known word that `word` was probably meant to be."""
    folded = {name.casefold().strip(): name for name in sorted(known)}
    near = get_close_matches(word.casefold().strip(), folded, n=1, cutoff=likeness)
    return folded[near[0]] if near else None


def suggestion(word: str, known: Collection[str]) -> str:
    """`did you mean “x”?`, or all that is known when nothing is near."""
    near = nearest(word, known)
    if near is not None:
        return f"did you mean {shown(near)}?"
    return f"known: {', '.join(sorted(known))[:300]}" if known else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a TOML file a value stands: `files 2, columns.opened`."""

    file: str
    path: str = ""

    def at(self, key: str) -> Place:
        return Place(self.file, f"{self.path}.{key}" if self.path else key)

    def fault(self, what: str, hint: str = "") -> UsageError:
        return UsageError(
            f"{self.file}: {self.path}: {what}" if self.path else f"{self.file}: {what}", hint
        )

    def table(self, value: Any, known: Collection[str] | None = None) -> dict[str, Any]:
        """`value` as a table; with `known`, one that has no other keys."""
        if not isinstance(value, dict):
            raise self.fault(f"{shown(value)} should be a table")
        if known is not None:
            for key in value:
                if key not in known:
                    raise self.fault(f"unknown key {shown(key)}", suggestion(key, known))
        return value

    def text(self, value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise self.fault(f"{shown(value)} should be text in quotes")
        return value

    def texts(self, value: Any) -> tuple[str, ...]:
        """One text, or a list of them."""
        if isinstance(value, list) and value:
            return tuple(self.text(item) for item in value)
        return (self.text(value),)

    def truth(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.fault(f"{shown(value)} should be true or false")
        return value

    def positive(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10**12:
            raise self.fault(f"{shown(value)} should be a whole number from 1")
        return value

    def cell(self, value: Any) -> str:
        """Text, a number or a truth value, written as a cell would have it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        if not isinstance(value, str):
            raise self.fault(f"{shown(value)} should be text, a number, or true or false")
        return value

    def choice(self, value: Any, known: Collection[str]) -> str:
        found = self.text(value)
        if found not in known:
            raise self.fault(f"{shown(found)} is not known", suggestion(found, known))
        return found

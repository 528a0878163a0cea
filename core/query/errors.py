"""A query that cannot be read, with the place where it goes wrong."""

from __future__ import annotations

from difflib import get_close_matches

from core.values.errors import UsageError

_SHOWN = 40


class QueryError(UsageError):
    """Exit code 2. `column` counts characters from 1; the message ends in it:

    unknown field `tierr` at 1, did you mean `tier`?
    """

    def __init__(self, problem: str, column: int, advice: str = "") -> None:
        tail = f", {advice}" if advice else ""
        super().__init__(f"{problem} at {column}{tail}")
        self.column = column


def quoted(text: str) -> str:
    """Text of the query inside a message, cut to 40 characters."""
    return f"`{text[: _SHOWN - 1]}…`" if len(text) > _SHOWN else f"`{text}`"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`did you mean …?` with the closest of the known words, or nothing."""
    found = get_close_matches(word[:_SHOWN].lower(), known, n=1)
    return f"did you mean `{found[0]}`?" if found else ""

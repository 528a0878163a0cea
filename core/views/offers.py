"""Ways in which a query that is being typed can go on, with what each would leave."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.query.complete import Typing
from core.query.types import Clause, Keyword, Word
from core.query.write import to_text
from core.values.text import fold

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORDS = re.compile(r"(?:^|[\s(])(?:OR|NOT)(?=[\s(]|$)|[()]")


def as_query(text: str) -> str:
    """The text with the parentheses closed that are still open."""
    plain = _STRINGS.sub("", text)
    return text + ")" * max(0, plain.count("(") - plain.count(")"))


def apart(text: str, typing: Typing, end: int) -> str | None:
    """The conditions beside the clause that is being typed, which all hold at once with
    it; None where the text joins them in another way (OR, NOT, parentheses)."""
    rest = f"{text[: typing.clause]} {text[end:]}"
    return None if _WORDS.search(_STRINGS.sub("", rest)) else rest.strip()


def value_text(field: str, value: str | None) -> str:
    """A value as it is typed behind `field:`, in quotes where it needs them."""
    said = Keyword("none") if value is None else Word(value)
    return to_text(Clause(field, "eq", (said,))).partition(":")[2]


def beginning(values: Sequence[tuple[str, int]], typed: str) -> list[tuple[str, int]]:
    """Those of (value as it is typed, rows) that begin as typed, quotes aside: what
    holds the text elsewhere comes behind them."""
    wanted = fold(typed.lstrip('"'))
    told = [(fold(value.lstrip('"')), (value, n)) for value, n in values]
    first = [each for text, each in told if text.startswith(wanted)]
    return first + [each for text, each in told if wanted in text and each not in first]

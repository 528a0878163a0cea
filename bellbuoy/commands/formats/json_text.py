"""JSON that is exact for a program and harmless in a terminal."""

from __future__ import annotations

import json
import re
from functools import cache

from core.values.text import REPLACEMENT, safe_text

_BEYOND_ASCII = re.compile(r"[^\x00-\x7e]")


def json_text(value: object) -> str:
    """`value` as one line of JSON: UTF-8, and `\\uXXXX` for what could harm.

    Controls, bidi marks, invisible characters and lone surrogates are escaped,
    so the text reads back exactly and moves no cursor. Keys keep their order.
    Raises ValueError for NaN and infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _BEYOND_ASCII.sub(lambda found: _escaped(found[0]), text)


@cache
def _escaped(char: str) -> str:
    """The character itself, or its escape when `safe_text` would replace it."""
    if char == REPLACEMENT or safe_text(char) != REPLACEMENT:
        return char
    return json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f"

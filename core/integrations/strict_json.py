"""JSON read strictly: what would be lost or read in two ways is refused.

Codes of the RowError raised: `json.syntax`, `json.duplicate_key`,
`json.constant` (NaN, Infinity), `json.number` (endless digits, 1e999),
`json.depth`, `json.type` (no object), `text.nul`, `text.encoding` (half of a
surrogate pair).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from core.integrations.records import shown
from core.values.errors import RowError

DEEPEST = 64
# A number with more digits is no measure of anything, and slow to read.
_MOST_DIGITS = 400
_SMALLEST, _LARGEST = Decimal("1e-300"), Decimal("1e300")
# Possessive, and content with an open end: no text is looked at twice.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[{\]}]', re.DOTALL)
_SUSPECT_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def read_object(text: str) -> dict[str, Any]:
    """One JSON object. Numbers with a point come as Decimal, digit for digit."""
    _check_depth(text)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = f"no JSON: {error.msg} at character {error.pos + 1}"
        raise RowError("json.syntax", reason) from None
    if not isinstance(value, dict):
        raise RowError("json.type", f"{shown(text)} is no JSON object")
    if _SUSPECT_ESCAPE.search(text):
        _check_text(value)
    return value


def payload_text(value: Any) -> str:
    """A JSON value as text: keys sorted by code point, no blanks, so that equal
    content is equal text. Numbers with a point are doubles from here on."""
    return _ENCODER.encode(value)


def _check_depth(text: str) -> None:
    if text.count("{") + text.count("[") <= DEEPEST:
        return
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        sign = match[0]
        depth += (sign in "{[") - (sign in "}]")
        if depth > DEEPEST:
            raise RowError("json.depth", f"nested deeper than {DEEPEST} levels")


def _check_text(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise RowError("text.nul", "a NUL character")
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise RowError("text.encoding", "half of a surrogate pair")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key)
            _check_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_text(inner)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise RowError("json.duplicate_key", f"the key {shown(twice)} stands twice")
    return found


def _constant(name: str) -> Any:
    raise RowError("json.constant", f"{name} is no number")


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise RowError("json.number", f"a number of {len(digits)} digits")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except InvalidOperation:  # an exponent beyond all bounds
        number = Decimal("Infinity")
    if len(digits) > _MOST_DIGITS or (number and not _SMALLEST < abs(number) < _LARGEST):
        raise RowError("json.number", f"{shown(digits)} is beyond a double")
    return number


def _plain_number(value: Any) -> float:
    # The encoder asks here only for what JSON has no form for: our Decimals.
    return float(value)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_constant=_constant,
    parse_int=_whole,
    parse_float=_decimal,
)
_ENCODER = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    default=_plain_number,
)

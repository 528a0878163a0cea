"""Canonical text of plain values, and its short hash: what says 'same content'."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b

Plain = str | int | bool | None
Nested = Plain | Sequence["Nested"] | Mapping[str, "Nested"]

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Nested) -> str:
    """Keys sorted by code point, no spaces, non-ASCII as it is (DEFINITIONS 15.6)."""
    return _ENCODER.encode(value)


def digest(*values: Nested) -> str:
    """32 hex digits that differ when any value does."""
    text = canonical(list(values))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

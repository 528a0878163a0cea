"""A file that holds a health formula: JSON, as `config get` prints it, or TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping

from core.health.formula import read_formula
from core.health.types import HealthConfig
from core.values.errors import UsageError

LONGEST = 1_000_000
"""Characters of a file; a formula with thousands of plans is far shorter."""


def read_formula_text(text: str, name: str, base: HealthConfig) -> HealthConfig:
    """The formula that a text tells; `name` is the file, for messages.

    A JSON text begins with a brace: the record itself, or the whole answer of
    `config get scoring --json` with its one row. Raises UsageError.
    """
    if len(text) > LONGEST:
        raise UsageError(f"{name} is too long for a formula")
    plain = _json(text, name) if text.lstrip().startswith("{") else _toml(text, name)
    if isinstance(plain, Mapping) and "rows" in plain:
        plain = _only_row(plain["rows"], name)
    try:
        return read_formula(plain, base)
    except UsageError as fault:
        raise UsageError(f"{name}: {fault.message}", fault.hint) from None


def _json(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise UsageError(f"{name} line {fault.lineno}: {fault.msg}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{name} is no JSON that can be read") from None


def _toml(text: str, name: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsageError(f"{name}: {fault}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{name} is no TOML that can be read") from None


def _only_row(rows: object, name: str) -> object:
    if not isinstance(rows, list) or len(rows) != 1:
        raise UsageError(f"{name} holds no single formula")
    return rows[0]

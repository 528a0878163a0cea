"""settings.toml: from its tables to preferences, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from core.look.types import BY_ID, LookSetting, Preferences
from core.values.errors import UsageError
from core.values.text import safe_text

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_COLUMNS = 100


def checked(setting: str, value: str) -> str:
    """A value as it is kept. Raises UsageError for what cannot be chosen."""
    found = BY_ID.get(setting)
    if found is None:
        raise UsageError(f"no setting look.{safe_text(setting, 40)}", f"{', '.join(BY_ID)}")
    if not _fits(found, value):
        choices = "a theme" if found.open else ", ".join(found.choices)
        raise UsageError(f"{found.key} cannot be “{safe_text(value, 40)}”", f"one of {choices}")
    return value


def _fits(setting: LookSetting, value: str) -> bool:
    return value in setting.choices or (setting.open and bool(_NAME.fullmatch(value)))


def preferences(tables: Mapping[str, Any]) -> tuple[Preferences, tuple[str, ...]]:
    """What the tables of a file say, and what of it does not hold, a line each.

    What does not hold is left out: the default stands.
    """
    found, problems = Preferences(), list[str]()
    look = _table(tables, "look", problems)
    for name, value in look.items():
        try:
            found = found.having(name, checked(name, str(value)))
        except UsageError as error:
            problems.append(error.message)
    for name, ids in _table(tables, "columns", problems).items():
        if _are_columns(name, ids):
            found = found.showing(name, tuple(ids))
        else:
            problems.append(f"columns.{safe_text(name, 40)} is no list of column names")
    return found, tuple(problems)


def _table(tables: Mapping[str, Any], name: str, problems: list[str]) -> Mapping[str, Any]:
    found = tables.get(name, {})
    if isinstance(found, dict):
        return found
    problems.append(f"{name} is no table")
    return {}


def _are_columns(name: str, ids: Any) -> bool:
    return (
        bool(_ID.fullmatch(name))
        and isinstance(ids, list)
        and 0 < len(ids) <= MOST_COLUMNS
        and len(set(map(str, ids))) == len(ids)
        and all(isinstance(each, str) and _ID.fullmatch(each) for each in ids)
    )


def file_text(found: Preferences) -> str:
    """The file that says what differs from the default, and nothing else."""
    parts = []
    if found.changed:
        lines = [f"{name} = {_text(value)}" for name, value in found.changed.items()]
        parts.append("\n".join(["[look]", *lines]))
    if found.columns:
        lines = [
            f"{name} = [{', '.join(map(_text, ids))}]"
            for name, ids in sorted(found.columns.items())
        ]
        parts.append("\n".join(["[columns]", *lines]))
    return "".join(f"{part}\n" for part in ("\n\n".join(parts),) if part)


def _text(value: str) -> str:
    # Names alone are written: for them the quoting of JSON is that of TOML.
    return json.dumps(value)

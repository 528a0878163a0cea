"""A line of `bellbuoy incident add --from`: one incident as a JSON object, new or
whole as `incident export` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bellbuoy.commands.incident_whole import is_whole, whole_of
from core.values.errors import UsageError
from core.values.instants import to_micros

if TYPE_CHECKING:
    from bellbuoy.services.incidents.adding import NewIncident

_KEYS = frozenset(
    ("key", "client", "clients", "title", "severity", "impact", "owner", "note", "opened")
)


def incidents_in(text: str) -> Iterable[NewIncident]:
    """Each line that is not empty, in order. Raises UsageError with the number of the
    line that is none."""
    # Not splitlines(): a text in JSON may hold U+2028 and its like as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield incident_in(line, number)


def incident_in(line: str, number: int) -> NewIncident:
    """One line. Raises UsageError with its number."""
    where = f"line {number}: "
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError(f"{where}no JSON") from None
    if not isinstance(told, dict):
        raise UsageError(f"{where}no JSON object")
    return whole_of(told, where) if is_whole(told) else incident_of(told, where)


def incident_of(told: Mapping[str, Any], where: str) -> NewIncident:
    """An incident by the names of its fields; `where` stands before what is wrong."""
    from bellbuoy.services.incidents.adding import NewIncident

    strange = sorted(set(told) - _KEYS)
    if strange:
        raise UsageError(f"{where}“{strange[0]}” is no field ({', '.join(sorted(_KEYS))})")
    words = {name: _word(told, name, where) for name in _KEYS - {"clients"}}
    clients = told.get("clients", [])
    if not isinstance(clients, list) or not all(isinstance(each, str) for each in clients):
        raise UsageError(f"{where}clients is a list of ids")
    if words["client"] is not None:
        clients = [words["client"], *clients]
    return NewIncident(
        clients=tuple(dict.fromkeys(clients)),
        title=words["title"] or "",
        severity=words["severity"] or "medium",
        key=words["key"],
        impact=words["impact"],
        owner=words["owner"],
        note=words["note"] or "",
        at_us=_instant(words["opened"], where),
        where=where,
    )


def _word(told: Mapping[str, Any], name: str, where: str) -> str | None:
    value = told.get(name)
    if value is None or isinstance(value, str):
        return value
    raise UsageError(f"{where}{name} is text")


def _instant(text: str | None, where: str) -> int | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UsageError(f"{where}“{text}” is no moment", "write 2026-03-20T09:00:00Z")
    return to_micros(found)

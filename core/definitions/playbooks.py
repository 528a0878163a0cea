"""Playbooks as definitions; who follows one is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from core.definitions.reading import Reading
from core.definitions.toml_text import file_of, lines_of
from core.definitions.types import Definition, Said, Value
from core.playbooks.reading import checked, from_table, to_toml
from core.playbooks.types import Playbook
from core.query.context import QueryContext
from core.values.errors import UsageError

SUBJECT = "playbooks"
_COMMENT = """
Playbooks. Those of the program stand here once somebody has changed them.
prune = true   on top: own playbooks that are not named here go
[[playbook]]   name, title, when (a query of clients), steps (text, days, kind: call,
               email, meeting, task), owner, expected
"""


def definition_of(playbook: Playbook) -> Definition:
    """A playbook as a definition; a starter is not `kept`."""
    fields: tuple[tuple[str, Value], ...] = (
        ("title", playbook.title),
        ("when", playbook.when),
        ("owner", playbook.owner or ""),
        ("expected", playbook.expected),
        ("steps", tuple(f"day {s.days} {s.kind}: {s.text}" for s in playbook.steps)),
    )
    return Definition(
        SUBJECT, "playbook", playbook.name, playbook.name, fields, playbook.origin == "own",
        ("playbook", playbook.name), playbook,
    )  # fmt: skip


def read(reading: Reading, tables: Mapping[str, Any], context: QueryContext) -> Said:
    """What the file says; what is wrong with it is kept in `reading`."""
    reading.known(tables, "", ("prune", "playbook"))
    head = reading.fields({k: v for k, v in tables.items() if k == "prune"}, "",
                          {"prune": ("truth", False)})  # fmt: skip
    found: list[Definition] = []
    seen: set[str] = set()
    for place, table in reading.entries(tables.get("playbook"), "playbook"):
        one = reading.trying(place, partial(_playbook, table, context))
        if one is not None and not reading.twice(seen, one.name, one.name, place):
            found.append(definition_of(one))
    return Said(SUBJECT, bool(head and head["prune"]), tuple(found))


def _playbook(table: Mapping[str, Any], context: QueryContext) -> Playbook:
    name = f"“{table.get('name', '')}”"
    one = from_table(table, name)
    try:
        return checked(one, context)
    except UsageError as error:
        raise UsageError(f"{name}: {error.message}", error.hint) from None


def text(definitions: Iterable[Definition], *, prune: bool = False) -> str:
    """The file that says them."""
    parts = [lines_of([("prune", True)]) if prune else ""]
    parts += [f"[[playbook]]\n{to_toml(each.thing)}".rstrip("\n") for each in definitions]
    return file_of(_COMMENT, parts)
